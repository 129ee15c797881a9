import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageAddress, returnAddresses } from '../../../proxy/checkouts/return-address.ts';
import { Problem } from '../../../proxy/problem.ts';

const ORIGIN = 'https://www.example.org';

describe('pageAddress', () => {
  const kept: readonly [string, string][] = [
    ['/', '/'],
    ['/don', '/don'],
    ['/don?campagne=noel&x=%C3%A9', '/don?campagne=noel&x=%C3%A9'],
    ['/don?a=1&a=2&b', '/don?a=1&a=2&b'],
    ['/é', '/%C3%A9'],
    ['/@evil.example', '/@evil.example'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['/a//b', '/a//b'],
    ['/a/../../..', '/'],
    ['/?url=https://evil.example', '/?url=https://evil.example'],
  ];
  for (const [path, address] of kept) {
    it(`keeps ${path} on the page’s own origin`, () => {
      const page = pageAddress(ORIGIN, path);
      assert.equal(page, ORIGIN + address);
      assert.equal(new URL(page).origin, ORIGIN);
    });
  }

  it('drops the fragment and our parameters', () => {
    const path = '/don?a=1&helloasso-checkout=x&helloasso-step=back&helloasso-own-code=y&helloasso-own-x&b=2#top';
    assert.equal(pageAddress(ORIGIN, path), `${ORIGIN}/don?a=1&b=2`);
  });

  it('drops our parameters in every encoding', () => {
    assert.equal(pageAddress(ORIGIN, '/don?hello%61sso-checkout=x&helloasso-own%2Dcode=y'), `${ORIGIN}/don`);
  });

  it('renames parameters named like HelloAsso’s, in order, with duplicates', () => {
    const path = '/don?orderId=5&a=1&code=NOEL26&code=%C3%89T%C3%89&error&checkoutIntentId=7&b';
    assert.equal(
      pageAddress(ORIGIN, path),
      `${ORIGIN}/don?helloasso-own-orderId=5&a=1&helloasso-own-code=NOEL26&helloasso-own-code=%C3%89T%C3%89` +
        '&helloasso-own-error&helloasso-own-checkoutIntentId=7&b',
    );
  });

  it('renames those that a server reads as HelloAsso’s: encoded, as a list, with a space before the name', () => {
    assert.equal(
      pageAddress(ORIGIN, '/don?c%6Fde=1&code[]=2&code%5Ba%5D=3&+code=4'),
      `${ORIGIN}/don?helloasso-own-c%6Fde=1&helloasso-own-code[]=2&helloasso-own-code%5Ba%5D=3&helloasso-own-+code=4`,
    );
  });

  it('drops `code` beside `state`, which is an OAuth code, and keeps `state`', () => {
    assert.equal(
      pageAddress(ORIGIN, '/don?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz&orderId=1'),
      `${ORIGIN}/don?state=xyz&helloasso-own-orderId=1`,
    );
    assert.equal(pageAddress(ORIGIN, '/don?st%61te=xyz&c%6Fde=1'), `${ORIGIN}/don?st%61te=xyz`);
  });

  it('drops `login` beside `key`, as in the link of a forgotten password', () => {
    assert.equal(
      pageAddress(ORIGIN, '/mon-compte?action=rp&key=abc&login=camille'),
      `${ORIGIN}/mon-compte?action=rp&key=abc`,
    );
  });

  it('keeps `Code` and `orderid`, which HelloAsso does not append', () => {
    assert.equal(pageAddress(ORIGIN, '/don?Code=1&orderid=2'), `${ORIGIN}/don?Code=1&orderid=2`);
  });

  it('keeps empty parameters', () => {
    assert.equal(pageAddress(ORIGIN, '/don?&a=1&&b='), `${ORIGIN}/don?&a=1&&b=`);
  });

  const personal = [
    'email=camille.durand@example.org',
    'email=camille%40example.org',
    'to=Camille+%3Ccamille%40example.org%3E',
    'camille%40example.org',
    'camille%40example.org=1',
    'url=https%3A%2F%2Fshop.example%2F%3Fe%3Dcamille%2540example.org',
    'url=%2Fa%3Furl%3D%252Fb%253Fe%253Dcamille%25252540example.org',
    'fbclid=1',
    'gclid=1',
    'GCLID=1',
    'g%63lid=1',
    'wbraid=1',
    'msclkid=1',
    'mc_eid=1',
    '_hsenc=1',
    '__hssc=1',
    'hsCtaTracking=1',
    'oly_enc_id=1',
    '_ga=1',
    '_wpnonce=1',
    'nonce=1',
    '_token=1',
    'csrf=1',
    '_csrf_token=1',
    'csrfmiddlewaretoken=1',
    'XSRF-TOKEN=1',
    'authenticity_token=1',
    '__RequestVerificationToken=1',
    'PHPSESSID=1',
    'jsessionid=1',
    'sid=1',
    'connect.sid=1',
    'laravel_session=1',
    'fbclid[]=1',
    'e=camille%40example%252Eorg',
    'access_token=1',
    'token=1',
    'Token[]=1',
    'resetToken=1',
    'auth-token=1',
    'id_token_hint=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.',
    'url=%2Fa%3Fx%3DeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'token_hash=1',
    'jeton=1',
    'jwt=1',
    'auth=1',
    'auth_key=1',
    'Authorization=Bearer+1',
    'bearer=1',
    'password=1',
    'mdp=1',
    'client_secret=1',
    'api_key=1',
    'otp=123456',
    'oobCode=1',
    'SAMLResponse=1',
    'reset_key=1',
    'reset_password_key=1',
    'password-reset-code=1',
    'activation_key=1',
    'verificationCode=1',
    'key=Xk2pQ9vLmN4tR7wZb1cD',
    'key=wc_order_Xk2pQ9vLmN4tR',
    'cl%C3%A9=Xk2pQ9vLmN4tR7wZb1cD',
    'x=0612345678',
    'x=06%2012.34-56 78',
    'x=%2B33612345678',
    'x=+33612345678',
    'x=%2B33 (0)6 12 34 56 78',
    'x=0033612345678',
    'x=%2B32 470 12 34 56',
    'x=+32470123456',
    'tel=612345678',
    'billing_phone=612+34+56+78',
    't%C3%A9l%C3%A9phone=612345678',
  ];
  for (const pair of personal) {
    it(`drops the personal parameter ${pair} and keeps the others`, () => {
      assert.equal(pageAddress(ORIGIN, `/don?a=%e9&${pair}&b`), `${ORIGIN}/don?a=%e9&b`);
    });
  }

  const impersonal = [
    'utm_source=lettre&utm_medium=email&utm_id=3',
    'email=oui',
    'map=@48.85,2.35',
    'at=a@b',
    'side=left',
    'tokens=3',
    'nonces=3',
    'csr=1',
    'gclids=1',
    'q=gclid',
    'x=%zz&y=%e9+%2B',
    'authuser=0&author=camille&authors=3',
    'token-ring=1&tokenizer=2',
    'key=printemps&cle=2026',
    'login=1',
    'reset=1&reset_filters=1&preset_key=bleu&code_reset=1',
    'secretariat=lyon&pass=3-jours&session=2026-printemps',
    'mobile=1&tel=oui&phonebook=123456789&sms=1',
    'date=2026-12-31&day=31122026&zip=06000&siret=12345678900012&id=1234567890&isbn=2070612368',
    'price=0.123456&x=00123&y=+1&z=0000000001&member=00123456789',
    'x=eyJ.a.b&host=www.example.org',
  ];
  for (const query of impersonal) {
    it(`keeps the impersonal query ${query} byte for byte`, () => {
      assert.equal(pageAddress(ORIGIN, `/don?${query}`), `${ORIGIN}/don?${query}`);
    });
  }

  const refused: Record<string, string> = {
    'nothing at all': '',
    'no slash at the start': 'don',
    'a full address': 'https://evil.example/',
    'another scheme': 'javascript:alert(1)',
    'two slashes': '//evil.example',
    'three slashes': '///evil.example',
    'two slashes once it is resolved': '/.//evil.example',
    'a slash and a backslash': '/\\evil.example',
    'a backslash further on': '/don\\x',
    'a tab between the slashes': '/\t/evil.example',
    'a line feed': '/don\n',
    'a NUL': '/don\0',
    'a C1 control character': '/don\u0085',
    'a space before the slash': ' /don',
    'more than 1,024 characters': `/${'a'.repeat(1024)}`,
  };
  for (const [what, path] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => pageAddress(ORIGIN, path),
        (error) => error instanceof Problem && error.code === 'return-path-invalid',
      );
    });
  }
});

describe('returnAddresses', () => {
  it('adds the token to each address, and the step to errorUrl and backUrl', () => {
    assert.deepEqual(returnAddresses(`${ORIGIN}/don`, 'TOKEN'), {
      returnUrl: `${ORIGIN}/don?helloasso-checkout=TOKEN`,
      errorUrl: `${ORIGIN}/don?helloasso-checkout=TOKEN&helloasso-step=error`,
      backUrl: `${ORIGIN}/don?helloasso-checkout=TOKEN&helloasso-step=back`,
    });
  });

  it('appends to an existing query', () => {
    assert.equal(returnAddresses(`${ORIGIN}/?a=1`, 'T').returnUrl, `${ORIGIN}/?a=1&helloasso-checkout=T`);
  });

  it('counts the new names towards the maximum', () => {
    const path = `/?${'code=1&'.repeat(100)}`;
    assert.ok(path.length < 1024);
    assert.throws(() => returnAddresses(pageAddress(ORIGIN, path), 'T'), Problem);
  });

  it('refuses an address of more than 1,900 characters', () => {
    const page = pageAddress(ORIGIN, `/${'é'.repeat(400)}`);
    assert.throws(() => returnAddresses(page, 'T'), Problem);
  });
});
