import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnsecuredJWT } from 'jose';
import { FORM_MS, PAYMENT_PAGE_MS } from '../../../proxy/contract/lifetimes.ts';
import { type Submission, Submissions } from '../../../proxy/pay/submissions.ts';
import { MemoryState } from '../../../proxy/state/memory-state.ts';
import { joinState, setUpShared } from '../state/set-up-instances.ts';

const LIFETIME_MS = FORM_MS + PAYMENT_PAGE_MS;

function checkout(id: number) {
  return {
    checkoutIntentId: id,
    redirectUrl: `https://www.helloasso.com/checkout/${id}`,
    expiresAt: '2026-11-22T10:15:00Z',
    stateToken: new UnsecuredJWT({ reference: `reference-${id}` }).encode(),
  };
}

function setUp(texts = 100) {
  let now = 1;
  const submissions = new Submissions(new MemoryState(() => now, { texts, counts: 100 }));
  return {
    submissions,
    pass: (ms: number) => {
      now += ms;
    },
    /** The ids of what a page has asked for. */
    idsOf: (nonce: string) =>
      submissions.inTurn(nonce, async (earlier) => earlier.map(({ checkoutIntentId }) => checkoutIntentId)),
  };
}

describe('Submissions', () => {
  it('has another name once a page is forgotten', async () => {
    const { submissions } = setUp(2);
    const name = await submissions.generation();
    await submissions.add('a', checkout(1));
    await submissions.add('b', checkout(1));
    assert.equal(await submissions.generation(), name);
    await submissions.add('c', checkout(1));
    assert.notEqual(await submissions.generation(), name);
  });

  it('has another name once the checkout of a return, or how its payer came back, is forgotten', async () => {
    const { submissions } = setUp(2);
    const name = await submissions.generation();
    for (const id of [1, 2]) {
      await submissions.add('a', checkout(id));
      await submissions.note({ ...checkout(id), nonce: 'a' }, 'return');
    }
    assert.equal(await submissions.generation(), name);
    await submissions.note({ ...checkout(3), nonce: 'a' }, 'return');
    const next = await submissions.generation();
    assert.notEqual(next, name);
    await submissions.add('a', checkout(3));
    assert.notEqual(await submissions.generation(), next);
  });

  it('knows the checkouts of each page, and finds one by its return token', async () => {
    const { submissions, idsOf } = setUp();
    await submissions.add('a', checkout(1));
    await submissions.add('a', checkout(2));
    await submissions.add('a', checkout(2));
    await submissions.add('b', checkout(3));
    assert.deepEqual(await idsOf('a'), [1, 2]);
    assert.deepEqual(await idsOf('b'), [3]);
    assert.equal((await submissions.of(checkout(2).stateToken))?.nonce, 'a');
    assert.equal(await submissions.of(checkout(4).stateToken), undefined);
    assert.equal(await submissions.of('not a token'), undefined);
  });

  it('a checkout that is removed leaves the others of its page', async () => {
    const { submissions, idsOf } = setUp();
    await submissions.add('a', checkout(1));
    await submissions.add('a', checkout(2));
    await submissions.remove((await submissions.of(checkout(1).stateToken)) as Submission);
    assert.deepEqual(await idsOf('a'), [2]);
  });

  it('a page is known as long as its form and a payment page together last, from the last time it was shown', async () => {
    const { submissions, pass, idsOf } = setUp();
    await submissions.add('a', checkout(1));
    pass(LIFETIME_MS);
    await submissions.renew('a');
    pass(LIFETIME_MS);
    assert.deepEqual(await idsOf('a'), [1]);
    pass(LIFETIME_MS + 1);
    assert.deepEqual(await idsOf('a'), []);
  });

  it('a page that was forgotten while HelloAsso answered is known again', async () => {
    const { submissions, pass, idsOf } = setUp();
    await submissions.inTurn('a', async () => {
      pass(LIFETIME_MS + 1);
      await submissions.add('a', checkout(1));
    });
    assert.deepEqual(await idsOf('a'), [1]);
  });

  it('is one for all instances: what one has created, and how the payer came back, the others know', async () => {
    const elapsed = () => 1;
    const { shared } = setUpShared(elapsed);
    const [one, other] = [1, 2].map(() => new Submissions(joinState(shared, elapsed).state)) as [
      Submissions,
      Submissions,
    ];
    let isEnded = false;
    const first = one.inTurn('a', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await one.add('a', checkout(1));
      isEnded = true;
    });
    const second = other.inTurn('a', async (earlier) => {
      assert.ok(isEnded, 'in turn');
      await other.add('a', checkout(2));
      return earlier.map(({ checkoutIntentId, step }) => [checkoutIntentId, step]);
    });
    await first;
    assert.deepEqual(await second, [[1, undefined]]);
    const known = (await other.of(checkout(1).stateToken)) as Submission;
    await other.note(known, 'return');
    await one.note(known, 'back');
    const steps = await one.inTurn('a', async (earlier) =>
      earlier.map(({ checkoutIntentId, step }) => [checkoutIntentId, step]),
    );
    assert.deepEqual(steps, [
      [1, 'return'],
      [2, undefined],
    ]);
  });

  it('runs what a page asks for one after the other, whether the one before has failed or not', async () => {
    const { submissions, idsOf } = setUp();
    const first = submissions.inTurn('a', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await submissions.add('a', checkout(1));
      throw new Error('no network');
    });
    const second = idsOf('a');
    await assert.rejects(first, /no network/);
    assert.deepEqual(await second, [1]);
  });
});
