import { after, before, describe, it } from 'node:test';
import { chosenEngine } from '../../browser.ts';
import { JOURNEYS, JOURNEYS_BACK } from './journeys.ts';
import { Visitor } from './visitor.ts';
import { startWorld, type World } from './world.ts';

const engine = chosenEngine();

describe(`payments in ${engine}`, () => {
  let world: World;
  before(async () => {
    world = await startWorld(engine);
  });
  after(() => world?.close());

  const journeys = engine === 'WebKit' ? JOURNEYS : { ...JOURNEYS, ...JOURNEYS_BACK };
  for (const [name, journey] of Object.entries(journeys)) {
    it(name, async () => {
      const tab = await world.driver.openTab();
      try {
        const visitor = new Visitor(tab);
        await journey(visitor, world);
        visitor.assertQuiet();
      } finally {
        await tab.close();
      }
    });
  }
});
