import fc from 'fast-check';
import { GIFT, MARK, ORIGIN } from './generated-requests.ts';

const LINES = [
  'POST /v1/checkouts HTTP/1.1',
  'GET /healthz HTTP/1.1',
  'GET /v1/offers HTTP/1.0',
  'TRACE / HTTP/1.1',
  'CONNECT example.org:443 HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  `GET http://${MARK}.example/healthz HTTP/1.1`,
  `GET //${MARK} HTTP/1.1`,
  'GET /\\ HTTP/1.1',
  `${MARK} / HTTP/1.1`,
  'PRI * HTTP/2.0',
  `GET ${MARK} HTTP/1.1`,
  'GET / HTTP/9.9',
  'POST /v1/notifications HTTP/1.1',
  `GET /${'a'.repeat(20_000)} HTTP/1.1`,
];
const FIELD_LINES = [
  'Host: pay.example.org',
  'Host: ',
  `Host: ${MARK}`,
  'Host: a b',
  'Host: [::1',
  'Host: user@pay.example.org/x',
  `Origin: ${ORIGIN}`,
  'Content-Type: application/json',
  'Content-Length: 20',
  `Content-Length: ${JSON.stringify(GIFT).length}`,
  'Content-Length: 0',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, gzip',
  `X: ${MARK}`,
  `${MARK}`,
  `X : ${MARK}`,
  `X: ${'a'.repeat(20_000)}`,
  'X: \0',
  'X: é',
  'Expect: 100-continue',
  `Expect: ${MARK}`,
  'Connection: upgrade',
  `Upgrade: ${MARK}`,
  'Connection: keep-alive',
  'Authorization: State x',
];
const BODIES = [
  JSON.stringify(GIFT),
  '5\r\nhello\r\n0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '0\r\n\r\n',
  `5\r\n${MARK}`,
  '',
  MARK,
  '\0',
];

const almostHttp = fc
  .tuple(
    fc.constantFrom(...LINES),
    fc.array(fc.constantFrom(...FIELD_LINES), { maxLength: 6 }),
    fc.constantFrom(...BODIES),
    fc.constantFrom('\r\n', '\r\n', '\n', '\r'),
  )
  .map(([line, fields, body, end]) => [line, 'Host: pay.example.org', ...fields, '', body].join(end));

/** Bytes for a socket: nearly HTTP, with every rule of it broken now and then, or anything. */
export const rawRequest: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 8, arbitrary: almostHttp.map((text) => Buffer.from(text, 'latin1')) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(MARK, '\x16\x03\x01\x02\x00\x01', '\r\n\r\n', '').map((text) => Buffer.from(text)),
  },
);
