import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CheckoutClaims } from '../../../proxy/checkout-claims.ts';
import { CheckoutTokens } from '../../../proxy/checkouts/tokens.ts';
import { SILENT } from '../../../proxy/log.ts';
import { Problem } from '../../../proxy/problem.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;

const text = fc.string({ unit: 'grapheme' });
const claims: fc.Arbitrary<CheckoutClaims> = fc.record({
  reference: text,
  offer: text,
  organization: text,
  environment: fc.constantFrom('sandbox', 'production'),
  totalCents: fc.integer(),
  initialCents: fc.integer(),
});
const secret = fc.uint8Array({ minLength: 32, maxLength: 48 });
const intentId = fc.integer({ min: 1, max: 2_147_483_647 });
const kind = fc.constantFrom('return', 'state');

function tokensOf(...secrets: readonly Uint8Array[]): CheckoutTokens {
  return new CheckoutTokens(secrets, () => NOW, SILENT);
}

function sign(tokens: CheckoutTokens, what: 'return' | 'state', checkout: CheckoutClaims, id: number): string {
  return what === 'return' ? tokens.signReturn(checkout) : tokens.signState(checkout, id);
}

function isRefused(tokens: CheckoutTokens, token: string, code = 'token-invalid'): Promise<void> {
  return assert.rejects(tokens.verify(token), (error) => error instanceof Problem && error.code === code);
}

/** The bytes that a part of a token stands for: base64url may spell the same bytes in several ways. */
function bytesOf(token: string): string {
  return token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
}

describe('any token', () => {
  it('gives the claims that were signed, with any of the secrets', async () => {
    await fc.assert(
      fc.asyncProperty(claims, kind, intentId, secret, secret, async (checkout, what, id, newer, older) => {
        const token = sign(tokensOf(older), what, checkout, id);
        assert.deepEqual(await tokensOf(newer, older).verify(token), {
          ...checkout,
          iat: NOW / 1000,
          ...(what === 'state' && { checkoutIntentId: id }),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when one bit is changed', async () => {
    await fc.assert(
      fc.asyncProperty(claims, kind, secret, fc.nat(2), fc.nat(), async (checkout, what, key, part, position) => {
        const tokens = tokensOf(key);
        const parts = sign(tokens, what, checkout, 1)
          .split('.')
          .map((each) => Buffer.from(each, 'base64url'));
        const changed = parts[part] as Buffer;
        const bit = position % (changed.length * 8);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await isRefused(tokens, parts.map((each) => each.toString('base64url')).join('.'));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when a character is inserted, removed or replaced, unless the bytes stay the same', async () => {
    const edit = fc.record({ at: fc.nat(), remove: fc.nat(1), put: fc.string({ unit: 'binary', maxLength: 1 }) });
    await fc.assert(
      fc.asyncProperty(claims, kind, secret, edit, async (checkout, what, key, { at, remove, put }) => {
        const tokens = tokensOf(key);
        const token = sign(tokens, what, checkout, 1);
        const position = at % token.length;
        const edited = token.slice(0, position) + put + token.slice(position + remove);
        if (bytesOf(edited) !== bytesOf(token)) await isRefused(tokens, edited);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when header, payload and signature are of several tokens', async () => {
    await fc.assert(
      fc.asyncProperty(
        claims,
        claims,
        secret,
        secret,
        fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
        async (one, other, key, otherKey, choice) => {
          const all = [
            tokensOf(key).signReturn(one),
            tokensOf(key).signState(one, 1),
            tokensOf(key).signReturn({ ...other, reference: `${one.reference}x` }),
            tokensOf(otherKey).signReturn(one),
          ];
          const mixed = choice.map((which, part) => all[which]?.split('.')[part]).join('.');
          if (!all.includes(mixed)) await isRefused(tokensOf(key, otherKey), mixed);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused under every other secret', async () => {
    await fc.assert(
      fc.asyncProperty(claims, kind, secret, secret, async (checkout, what, ours, theirs) => {
        fc.pre(Buffer.compare(ours, theirs) !== 0);
        await isRefused(tokensOf(ours), sign(tokensOf(theirs), what, checkout, 1));
      }),
      { numRuns: 200 },
    );
  });

  it('is accepted for thirty days and a minute, to the second', async () => {
    await fc.assert(
      fc.asyncProperty(claims, kind, fc.integer({ min: 0, max: 60 * 86_400 }), async (checkout, what, ageS) => {
        const key = new Uint8Array(32);
        const token = sign(new CheckoutTokens([key], () => NOW, SILENT), what, checkout, 1);
        const later = new CheckoutTokens([key], () => NOW + ageS * 1000, SILENT);
        if (ageS * 1000 <= 30 * DAY_MS + 60_000) await later.verify(token);
        else await isRefused(later, token, 'token-expired');
      }),
      { numRuns: 200 },
    );
  });

  it('is refused when it is made without the secret', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    const tokens = tokensOf(new Uint8Array(32));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          part,
          fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
        ),
        (token) => isRefused(tokens, token),
      ),
      { numRuns: 500 },
    );
  });
});

describe('any MAC', () => {
  const FIELDS = ['reference', 'offer', 'organization', 'environment', 'totalCents', 'initialCents'] as const;

  it('is accepted for its own checkout and for none that differs in a field', () => {
    fc.assert(
      fc.property(claims, claims, fc.subarray([...FIELDS]), secret, (checkout, other, changed, key) => {
        const changes = Object.fromEntries(changed.map((field) => [field, other[field]]));
        const isSame = changed.every((field) => other[field] === checkout[field]);
        const tokens = tokensOf(key);
        const mac = tokens.mac(checkout, undefined);
        assert.equal(tokens.verifyMac({ mac }, { ...checkout, ...changes }), isSame);
      }),
      { numRuns: 1000 },
    );
  });

  it('differs when text moves from one field to another', () => {
    fc.assert(
      fc.property(claims, text, (checkout, moved) => {
        fc.pre(moved !== '');
        const tokens = tokensOf(new Uint8Array(32));
        const mac = tokens.mac({ ...checkout, reference: checkout.reference + moved }, undefined);
        assert.equal(tokens.verifyMac({ mac }, { ...checkout, offer: moved + checkout.offer }), false);
      }),
    );
  });

  it('is refused when it is random, or made with another secret', () => {
    fc.assert(
      fc.property(
        claims,
        fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()),
        secret,
        secret,
        (checkout, made, key, other) => {
          fc.pre(Buffer.compare(key, other) !== 0);
          assert.equal(tokensOf(key).verifyMac({ mac: made }, checkout), false);
          const macOf = (secret: Uint8Array) => ({ mac: tokensOf(secret).mac(checkout, undefined) });
          assert.equal(tokensOf(key).verifyMac(macOf(other), checkout), false);
          assert.equal(tokensOf(other, key).verifyMac(macOf(key), checkout), true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
