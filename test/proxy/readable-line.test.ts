import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { readableLine } from '../../proxy/readable-line.ts';

const TIME = new Date(2026, 10, 22, 9, 5, 7).getTime();
const line = (fields: object) =>
  readableLine(
    JSON.stringify({ level: 40, time: TIME, pid: 1, hostname: 'h', ...fields, msg: 'a page was refused' }),
    new PassThrough(),
  );

describe('readableLine', () => {
  it('has time, level, message and fields, in the place of a line of progress', () => {
    assert.equal(
      line({ origin: 'https://a.example', port: 1, codes: ['x'], text: 'two words' }),
      '\r\x1b[K09:05:07 warn  a page was refused origin=https://a.example port=1 codes=["x"] text="two words"\n',
    );
  });

  it('gives no order to the terminal, whatever a request contained', () => {
    assert.equal(
      line({ origin: '\x1b[2J\n\u009b2J\x7f' }),
      '\r\x1b[K09:05:07 warn  a page was refused origin="\\u001b[2J\\n\\u009b2J\\u007f"\n',
    );
  });
});
