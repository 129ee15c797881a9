import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withShortLines } from '../../proxy/log.ts';

function setUpLog() {
  const lines: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  const keep = (level: string) => (fields: object, message: string) => lines.push({ level, fields, message });
  return { log: withShortLines({ info: keep('info'), warn: keep('warn'), error: keep('error') }), lines };
}

describe('withShortLines', () => {
  it('passes an ordinary line as it is, at its level', () => {
    const { log, lines } = setUpLog();
    log.warn({ states: ['Odd'], checkoutIntentId: 7 }, 'unknown payment states');
    assert.deepEqual(lines, [
      { level: 'warn', fields: { states: ['Odd'], checkoutIntentId: 7 }, message: 'unknown payment states' },
    ]);
  });

  it('cuts a long text, a long list and a long message', () => {
    const { log, lines } = setUpLog();
    const long = 'x'.repeat(10_000);
    log.error({ origin: long, states: Array(5_000).fill(long) }, long);
    const [line] = lines;
    assert.ok(JSON.stringify(line).length < 3_000, 'one line of the log');
    assert.match(JSON.stringify(line), /"and 4990 more"/);
  });
});
