import fc from 'fast-check';
import { MAX_BODY_BYTES } from '../../proxy/contract/limits.ts';

/** A listed page, and its request. */
export const ORIGIN = 'https://www.example.org';
export const GIFT = { offer: 'don', amountCents: 2000, returnPath: '/soutenir?campagne=noel' };

/** In every text that a request may carry, and so in no answer. */
export const MARK = 'zQ7kMark';

const KEY = '3f2c1e4a-9b7d-4c6e-8f10-2a3b4c5d6e7f';
const PAYER = { firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' };
const BASES = [
  GIFT,
  { ...GIFT, payer: PAYER },
  { offer: 'adhesion', instalments: 3, firstTermDate: '2026-12-22', returnPath: '/', payer: PAYER },
  { offer: 'billet', quantity: 3, returnPath: '/concert?x=é', payer: { email: PAYER.email } },
];

/** Fields of the contract, fields it may have one day, and names that no field should have. */
const FIELDS =
  `offer amountCents quantity instalments firstTermDate payer metadata returnPath signedOffer firstName lastName email
companyName address zipCode city country dateOfBirth __proto__ constructor toString data eventType id order ${MARK}`.split(
    /\s/,
  );

/** Values near those that are accepted, on either side. */
const NEAR: readonly (readonly [field: string, literals: readonly string[]])[] = [
  ['offer', ['"don"', '"adhesion"', '"billet"', '"DON"', `"${MARK}"`]],
  ['amountCents', ['99', '100', '2000', '500000', '500001', '10.5']],
  ['quantity', ['0', '1', '10', '11']],
  ['instalments', ['1', '2', '3', '12']],
  ['firstTermDate', ['"2026-12-22"', '"2026-12-23"', '"2026-02-30"']],
  ['returnPath', ['"/"', '"//evil.example"', `"/${MARK}#${MARK}"`, '"/\\\\"', `"/${'é'.repeat(500)}"`]],
  ['metadata', ['{}', `{"${MARK}":"${MARK}"}`, `{"${MARK}":1}`]],
];

/** Values of JSON as they are written, so that no serialiser tames them. */
const LITERALS = [
  ...'null true 0 -0 -1 1 2 100 0.1 1e3 1e999 -1e999 5e-324 9007199254740993 2147483648 NaN undefined'.split(' '),
  ...[
    '123456789012345678901234567890',
    '""',
    '" "',
    `"${MARK}"`,
    `"${MARK.repeat(50)}"`,
    '"\\u0000"',
    '"\\ud800"',
    '"🌱"',
  ],
  ...[
    '"\u202e"',
    '"__proto__"',
    '"+275760-09-13"',
    '"a@b.c"',
    `"${MARK}@example.org"`,
    '"Annna"',
    '[]',
    '{}',
    `["${MARK}"]`,
  ],
  ...[`{"${MARK}":"${MARK}"}`, '{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{}}}'],
  ...['{"firstName":"x","firstName":"y"}', `${'['.repeat(5000)}${']'.repeat(5000)}`, '{"a":'.repeat(2000)],
];

const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What may stand in a header: Latin-1 without control characters. */
const headerText = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 12 })
  .map((text) => text + MARK);

const change = fc.oneof(
  fc.constantFrom(...NEAR.flatMap(([field, literals]) => literals.map((literal) => [field, literal, false] as const))),
  fc.tuple(one(...FIELDS), one(...LITERALS), fc.boolean()),
);

/** A body that a page might send, with something else in one place, two or three. */
const almost = fc.tuple(one(...BASES), fc.array(change, { minLength: 1, maxLength: 3 })).map(([base, changes]) => {
  const places = changes.map(([field, , isOfPayer], index) =>
    isOfPayer ? { payer: { ...PAYER, [field]: `@${index}` } } : { [field]: `@${index}` },
  );
  const text = JSON.stringify(Object.assign({}, base, ...places));
  return changes.reduce((json, [, literal], index) => json.replace(`"@${index}"`, () => literal), text);
});

const notification = fc
  .tuple(one('Order', 'Payment', 'Form', 'Organization', MARK), one(...LITERALS), one(...LITERALS), fc.boolean())
  .map(([eventType, literal, metadata, isWhole]) => {
    const order = `{"id":${isWhole ? 11001 : literal},"checkoutIntentId":${literal},"formType":"Checkout"}`;
    const data = `{"id":${isWhole ? 1 : literal},"state":"Authorized","order":${order},"checkoutIntentId":1}`;
    return `{"eventType":"${eventType}","data":${data},"metadata":${metadata}}`;
  });

const body: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  often(600, almost.map(bytesOf)),
  often(50, notification.map(bytesOf)),
  often(50, one(...LITERALS).map(bytesOf)),
  often(
    50,
    fc.json({ maxDepth: 3 }).map((json) => bytesOf(json.replaceAll('a', MARK))),
  ),
  often(50, one('', ' ', '\ufeff{}', MARK).map(bytesOf)),
  often(
    50,
    fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  ),
  often(
    100,
    fc.tuple(almost, fc.nat(400), fc.uint8Array({ maxLength: 4 }), fc.boolean()).map(([text, at, put, isCut]) => {
      const whole = bytesOf(text);
      return new Uint8Array([...whole.slice(0, at), ...put, ...(isCut ? [] : whole.slice(at))]);
    }),
  ),
  often(
    5,
    fc
      .tuple(one(-1, 0, 1, 5000), one(JSON.stringify(GIFT), MARK))
      .map(([more, start]) => bytesOf(start.padEnd(MAX_BODY_BYTES + more))),
  ),
);

const origin = fc.oneof(
  often(20, fc.constant(ORIGIN)),
  often(
    1,
    one(
      'null',
      '',
      `${ORIGIN}/`,
      ORIGIN.toUpperCase(),
      `${ORIGIN}, ${ORIGIN}`,
      `https://${MARK}.example`,
      MARK.repeat(500),
    ),
  ),
  often(1, headerText),
);
const contentType = fc.oneof(
  often(20, one('application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON')),
  often(1, one('text/plain', 'application/json, text/html', 'multipart/form-data', '', MARK)),
);

/** Headers that few requests have, each with odd values. */
const RARE = {
  'idempotency-key': fc.oneof(one(KEY, KEY.replace('3', '4'), KEY.toUpperCase(), '', MARK), fc.uuid()),
  'x-forwarded-for': one(
    '',
    ',,,,',
    '192.0.2.7',
    '::1, 10.0.0.1',
    '[::1]:x',
    '256.1.1.1',
    '1.1.1.1:99999',
    'fe80::%',
    MARK,
  ),
  'content-length': one('0', '-1', '1e9', '99999999', MARK, '10, 10', '0x10'),
  'transfer-encoding': one('chunked', 'gzip', MARK),
  'access-control-request-method': one('POST', 'GET', 'DELETE', MARK),
  'access-control-request-headers': one('content-type', MARK, 'idempotency-key,authorization'),
  'accept-encoding': one('br', 'gzip;q=0', '*', MARK),
  'if-none-match': one('*', `"${MARK}"`, 'W/""'),
  'x-ha-signature': one('', 'zz', 'ab'.repeat(32), MARK),
  'x-http-method-override': one('DELETE', MARK),
  cookie: headerText,
  host: headerText,
  forwarded: headerText,
  'x-request-id': headerText,
};
const rare = fc.oneof(
  ...Object.entries(RARE).map(([name, value]) => value.map((text): readonly [string, string] => [name, text])),
);

/** A checkout that exists, and what opens it. */
export interface Known {
  readonly checkoutIntentId: number;
  readonly tokens: readonly string[];
}

/** Whole or spoilt in one place, under the right scheme or another. */
function authorization({ tokens }: Known): fc.Arbitrary<string> {
  const token = one(...tokens);
  return fc.oneof(
    token.map((whole) => `State ${whole}`),
    fc.tuple(token, fc.nat(500)).map(([whole, at]) => `State ${whole.slice(0, at)}A${whole.slice(at + 1)}`),
    one(`Bearer ${tokens[0]}`, 'State', 'State .', 'State ..', 'State eyJhbGciOiJub25lIn0.e30.', `State ${MARK}`),
    headerText,
  );
}

const POST = fc.constant('POST');
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', MARK];
const PATHS = [
  ...'/v1/offers /v1/offers/don /v1/offers/ /v1/offers/__proto__ /v1/offers/%ff /v1/offers/%E0%A4%A /healthz /readyz'.split(
    ' ',
  ),
  ...'/helloasso-checkout.js /v1.0.0/helloasso-checkout.js /v1.0.0/..%2f..%2fpackage.json /v9.9.9/__proto__ /v1.%00/x'.split(
    ' ',
  ),
  ...'/ // /v1 /v1/ /v1/checkouts /v1/checkouts/ /v1/checkouts/1/2 /v1/notifications /v1//offers /V1/OFFERS'.split(' '),
  ...[`/v1/offers/${MARK}`, `/v1.0.0/${MARK}.js`, `/?${MARK}=${MARK}`],
];
const PIECES = ['/', '%', '%2e', '..', '?', '#', '&', MARK, 'é', '%00', '%ff', 'v1', 'offers', ':', '*', '\\', ' '];

/** Any request at all: most of them nearly right. */
export function requests(known: Known) {
  const ids = [
    known.checkoutIntentId,
    1,
    0,
    -1,
    2_147_483_647,
    2_147_483_648,
    '1e3',
    '01',
    MARK,
    '%30',
    '%ff',
    '__proto__',
  ];
  const addressed = fc.oneof(
    often(60, fc.tuple(POST, fc.constant('/v1/checkouts'), body)),
    often(
      8,
      fc.tuple(
        fc.constant('GET'),
        one(...ids.slice(0, 1), ...ids).map((id) => `/v1/checkouts/${id}`),
        fc.constant(undefined),
      ),
    ),
    often(5, fc.tuple(POST, fc.constant('/v1/notifications'), fc.oneof(notification.map(bytesOf), body))),
    often(10, fc.tuple(one(...METHODS), one(...PATHS), fc.oneof(fc.constant(undefined), body))),
    often(
      10,
      fc.tuple(
        one(...METHODS),
        fc.array(one(...PIECES), { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
        fc.constant(undefined),
      ),
    ),
  );
  const headers = fc
    .tuple(origin, contentType, authorization(known), fc.array(rare, { maxLength: 2 }))
    .map(
      ([from, type, opens, others]) =>
        [['origin', from], ['content-type', type], ['authorization', opens], ...others] as [string, string][],
    );
  const oddAddress = fc.oneof(
    often(60, fc.constant(undefined)),
    often(1, one('', 'unknown', '::1', 'fe80::1%eth0', '::ffff:10.255.0.1')),
  );
  return fc.tuple(addressed, headers, oddAddress).map(([[method, path, content], allHeaders, clientAddress]) => ({
    method,
    path,
    headers: allHeaders,
    body: method === 'GET' || method === 'HEAD' ? undefined : content,
    clientAddress,
  }));
}
