import type { TestEvent } from 'node:test/reporters';

/** A `node --test` reporter that writes only the counts of the whole run: `{"passed":n,"failed":n,"skipped":n}`. */
export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:summary' || data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = data.counts;
    yield JSON.stringify({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo });
  }
}
