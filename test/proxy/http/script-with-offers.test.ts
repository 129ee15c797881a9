import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CARRIED_OFFERS, type CarriedOffers } from '../../../proxy/contract/carried-offers.ts';
import type { PublicOffer } from '../../../proxy/contract/offer.ts';
import { ScriptWithOffers } from '../../../proxy/http/script-with-offers.ts';
import { WidgetFile } from '../../../proxy/http/widget-files.ts';
import { SILENT } from '../../../proxy/log.ts';

const MINUTE_MS = 60_000;

function offer(itemName: string): PublicOffer {
  return {
    id: 'don',
    kind: 'gift',
    itemName,
    amountCents: 500,
    maxQuantity: 1,
    instalments: [1],
    payer: { email: 'required', city: 'hidden' },
    status: 'open',
    mode: 'test',
  };
}

/** A script that hands over what it carries, and a clock that stands still. */
function setUp(first: readonly PublicOffer[] = [offer('Don')], source = `carry(\`${CARRIED_OFFERS}\`)`) {
  const world = { offers: first, time: 1_800_000_000_000, lines: [] as object[] };
  const entry = new WidgetFile(Buffer.from(source));
  const script = new ScriptWithOffers(entry, () => world.offers, {
    now: () => world.time,
    log: {
      ...SILENT,
      info: ({ offers, bytes }, message) => void world.lines.push([message, offers, Number(bytes) > 16_000]),
    },
  });
  const carriedBy = (file: WidgetFile) => {
    let carried: CarriedOffers | undefined;
    new Function('carry', Buffer.from(file.identity).toString())((json: string) => {
      carried = JSON.parse(json);
    });
    return carried ?? assert.fail('carries nothing');
  };
  return { world, entry, script, carried: async () => carriedBy(await script.file()), file: () => script.file() };
}

describe('ScriptWithOffers', () => {
  for (const quote of ['"', "'", '`']) {
    it(`carries the offers and the time in a string, where the build wrote its place with ${quote}`, async () => {
      const { carried, world } = setUp(undefined, `carry(${quote}${CARRIED_OFFERS}${quote})`);
      const { payer, ...shown } = offer('Don');
      assert.deepEqual(await carried(), {
        writtenAt: world.time,
        offers: [{ ...shown, payer: { email: 'required' } }],
      });
    });
  }

  it('carries every name as it is, and nothing that could end a script element', async () => {
    const name = '</script><!-- $& $1 ` $' + '{x} \\ \' " \u2028 « 5 € » 🎁';
    const { carried, file } = setUp([offer(name)]);
    assert.equal((await carried()).offers[0]?.itemName, name);
    assert.doesNotMatch(Buffer.from((await file()).identity).toString(), /</);
  });

  it('writes one copy for all who ask at once, and compresses it once', async () => {
    const { file } = setUp();
    const files = await Promise.all([file(), file(), file()]);
    assert.equal(new Set(files).size, 1);
    assert.equal((await file()).br, files[0]?.br);
  });

  it('answers at once with the old copy after a quiet hour in which no timer has run, and then with a new one', async (context) => {
    const compress = context.mock.method(WidgetFile.prototype, 'compress');
    const { world, carried } = setUp();
    const { writtenAt } = await carried();
    world.time += 2 * MINUTE_MS - 1;
    assert.equal((await carried()).writtenAt, writtenAt);
    assert.equal(compress.mock.callCount(), 1, 'it is new');
    for (const minutes of [60, -120]) {
      const { writtenAt } = await carried();
      world.time += minutes * MINUTE_MS;
      assert.equal((await carried()).writtenAt, writtenAt, 'the old one');
      await compress.mock.calls.at(-1)?.result;
      await new Promise(setImmediate);
      assert.equal((await carried()).writtenAt, world.time, 'also when the clock was put back');
    }
    assert.equal(compress.mock.callCount(), 3);
  });

  it('writes a new copy every two minutes without a request, from the first one on', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const compress = context.mock.method(WidgetFile.prototype, 'compress');
    const { world, carried } = setUp();
    context.mock.timers.tick(10 * MINUTE_MS);
    assert.equal(compress.mock.callCount(), 0, 'no request yet');
    await carried();
    for (const times of [2, 3]) {
      world.time += 2 * MINUTE_MS;
      context.mock.timers.tick(2 * MINUTE_MS);
      assert.equal(compress.mock.callCount(), times);
      await compress.mock.calls.at(-1)?.result;
      await new Promise(setImmediate);
    }
    assert.equal((await carried()).writtenAt, world.time);
    assert.equal(compress.mock.callCount(), 3);
  });

  it('has an offer that changes in a quiet night before the first visitor of the day', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const compress = context.mock.method(WidgetFile.prototype, 'compress');
    const { world, carried } = setUp();
    await carried();
    world.offers = [{ ...offer('Don'), status: 'closed' }];
    context.mock.timers.tick(2 * MINUTE_MS);
    assert.equal(compress.mock.callCount(), 2);
    await compress.mock.calls.at(-1)?.result;
    await new Promise(setImmediate);
    assert.equal((await carried()).offers[0]?.status, 'closed');
    assert.equal(compress.mock.callCount(), 2);
  });

  it('keeps no process alive by its timer', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await setUp().file();
    assert.equal(timers(), before);
  });

  it('writes where timers are plain numbers', async (context) => {
    context.mock.method(globalThis, 'setTimeout', () => 1);
    assert.equal((await setUp().carried()).offers.length, 1);
  });

  it('sets no timer on Cloudflare, where it would keep an object that is paid by the second', async (context) => {
    context.mock.getter(navigator, 'userAgent', () => 'Cloudflare-Workers');
    const setTimeout = context.mock.method(globalThis, 'setTimeout');
    await setUp().file();
    assert.equal(setTimeout.mock.callCount(), 0);
  });

  it('sends no old copy once an offer has changed', async () => {
    const { world, carried } = setUp();
    await carried();
    world.offers = [{ ...offer('Don'), status: 'closed' }];
    assert.equal((await carried()).offers[0]?.status, 'closed');
  });

  it('sends no copy of older offers whose writing was under way', async () => {
    const { world, carried } = setUp();
    const first = carried();
    world.offers = [offer('Don au verger')];
    assert.equal((await carried()).offers[0]?.itemName, 'Don au verger');
    assert.equal((await first).offers[0]?.itemName, 'Don', 'asked for before');
  });

  it('carries none where the script would have more than 16,000 bytes, and says so once in the log', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => offer(crypto.randomUUID() + index));
    const line = 'the script carries no offers, because they are too many: each form asks for its own';
    const { world, file, entry } = setUp(names);
    assert.ok((await file()) === entry);
    assert.deepEqual(world.lines.splice(0), [[line, 1_000, true]]);
    world.offers = names.slice(1);
    assert.ok((await file()) === entry);
    assert.deepEqual(world.lines, [], 'it is known');
    world.offers = names.slice(0, 3);
    assert.ok((await file()) !== entry);
    assert.deepEqual(world.lines, []);
    world.offers = names;
    await file();
    assert.deepEqual(world.lines, [[line, 1_000, true]]);
  });
});
