import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import type { CheckoutClaims } from '../../../proxy/checkout-claims.ts';
import { CheckoutTokens } from '../../../proxy/checkouts/tokens.ts';
import { SILENT } from '../../../proxy/log.ts';
import { Problem } from '../../../proxy/problem.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;
const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);
const CHECKOUT: CheckoutClaims = {
  reference: 'AAAAAAAAAAAAAAAAAAAAAA',
  offer: 'don',
  organization: 'asso-demo',
  environment: 'sandbox',
  totalCents: 2000,
  initialCents: 2000,
};

function tokensAt(now: number, ...secrets: readonly Uint8Array[]): CheckoutTokens {
  return new CheckoutTokens(secrets.length > 0 ? secrets : [OLD], () => now, SILENT);
}

function hasCode(code: string) {
  return (error: unknown) => error instanceof Problem && error.code === code;
}

describe('CheckoutTokens', () => {
  it('verifies a return token and gives its claims and time', async () => {
    const tokens = tokensAt(NOW);
    assert.deepEqual(await tokens.verify(tokens.signReturn(CHECKOUT)), { ...CHECKOUT, iat: NOW / 1000 });
  });

  it('verifies a state token and gives its intent id', async () => {
    const tokens = tokensAt(NOW);
    const claims = await tokens.verify(tokens.signState(CHECKOUT, 30674));
    assert.equal(claims.checkoutIntentId, 30674);
  });

  it('puts nothing but the claims into a return token', async () => {
    const token = tokensAt(NOW).signReturn(CHECKOUT);
    assert.deepEqual(Object.keys(decodeJwt(token)).sort(), [...Object.keys(CHECKOUT), 'iat'].sort());
    assert.ok(token.length < 500, `${token.length} characters`);
  });

  it('accepts a token for thirty days', async () => {
    const token = tokensAt(NOW).signReturn(CHECKOUT);
    await tokensAt(NOW + 30 * DAY_MS).verify(token);
    await assert.rejects(tokensAt(NOW + 31 * DAY_MS).verify(token), hasCode('token-expired'));
  });

  it('accepts a token from the future, and logs it as `clock` beyond a minute', async () => {
    const warnings: object[] = [];
    const tokens = new CheckoutTokens([OLD], () => NOW, { ...SILENT, warn: (fields) => warnings.push(fields) });
    await tokens.verify(tokensAt(NOW + 60_000).signReturn(CHECKOUT));
    assert.deepEqual(warnings, []);
    await tokens.verify(tokensAt(NOW + DAY_MS).signReturn(CHECKOUT));
    assert.deepEqual(warnings, [{ reason: 'clock', aheadS: 86_400 }]);
  });

  it('signs with the first secret and verifies with all', async () => {
    const token = tokensAt(NOW, OLD).signReturn(CHECKOUT);
    await tokensAt(NOW, NEW, OLD).verify(token);
    await assert.rejects(tokensAt(NOW, NEW).verify(token), hasCode('token-invalid'));
  });

  it('refuses every malformed or forged token', async () => {
    const tokens = tokensAt(NOW);
    const token = tokens.signReturn(CHECKOUT);
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const { kid, typ } = decodeProtectedHeader(token) as { kid: string; typ: string };
    const cheaper = Buffer.from(JSON.stringify({ ...CHECKOUT, totalCents: 1, iat: NOW / 1000 })).toString('base64url');
    const stateHeader = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'helloasso-state+jwt', kid })).toString(
      'base64url',
    );
    const foreignKey = new Uint8Array(32).fill(9);
    const sign = (alg: string, type: string) =>
      new SignJWT({ ...CHECKOUT })
        .setProtectedHeader({ alg, typ: type, kid })
        .setIssuedAt(new Date(NOW))
        .sign(foreignKey);
    const forgeries = {
      empty: '',
      'no token': 'abc',
      'changed payload': `${header}.${cheaper}.${signature}`,
      'changed kind': `${stateHeader}.${payload}.${signature}`,
      'cut signature': `${header}.${payload}.`,
      unsigned: new UnsecuredJWT({ ...CHECKOUT }).setIssuedAt(new Date(NOW)).encode(),
      'unknown key': await sign('HS256', typ),
      'other algorithm': await sign('HS512', typ),
      'other type': await sign('HS256', 'JWT'),
    };
    for (const [what, forgery] of Object.entries(forgeries)) {
      await assert.rejects(tokens.verify(forgery), hasCode('token-invalid'), what);
    }
  });

  it('binds the MAC to reference, offer, amounts, organisation, environment and signed reference', () => {
    const tokens = tokensAt(NOW);
    const mac = tokens.mac(CHECKOUT, 'panier-42');
    const own = { mac, signedReference: 'panier-42' };
    assert.equal(tokens.verifyMac(own, CHECKOUT), true);
    const others: readonly Partial<CheckoutClaims>[] = [
      { reference: 'BAAAAAAAAAAAAAAAAAAAAA' },
      { offer: 'adhesion' },
      { totalCents: 1 },
      { organization: 'other' },
      { environment: 'production' },
    ];
    for (const other of others) assert.equal(tokens.verifyMac(own, { ...CHECKOUT, ...other }), false);
    assert.equal(tokens.verifyMac({ mac, signedReference: 'panier-43' }, CHECKOUT), false);
    assert.equal(tokens.verifyMac({ mac }, CHECKOUT), false);
    assert.equal(tokens.verifyMac({ ...own, mac: '' }, CHECKOUT), false);
    assert.equal(tokens.verifyMac({ ...own, mac: mac.slice(2) }, CHECKOUT), false);
  });

  it('verifies the MAC of an older secret', () => {
    const mac = tokensAt(NOW, OLD).mac(CHECKOUT, undefined);
    assert.equal(tokensAt(NOW, NEW, OLD).verifyMac({ mac }, CHECKOUT), true);
    assert.equal(tokensAt(NOW, NEW).verifyMac({ mac }, CHECKOUT), false);
  });
});
