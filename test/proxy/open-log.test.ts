import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openLog } from '../../proxy/open-log.ts';

/** A log on a stream whose writes end as `isFull` and `answer` say. */
function setUpLog() {
  const written: { readonly msg: string; readonly dropped?: number }[] = [];
  const unanswered: (() => void)[] = [];
  const state = { isFull: false, isStuck: false };
  const stream = Object.assign(
    new Writable({
      autoDestroy: false, // as process.stdout
      decodeStrings: false,
    }),
    {
      write(line: string, done: (error?: Error) => void) {
        const answer = () => {
          if (!state.isFull) written.push(JSON.parse(line));
          done(state.isFull ? Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }) : undefined);
        };
        if (state.isStuck) unanswered.push(answer);
        else answer();
        return true;
      },
    },
  );
  return { log: openLog(stream, 'info'), written, unanswered, state, stream };
}

describe('openLog', () => {
  it('writes one JSON line each', () => {
    const { log, written } = setUpLog();
    log.info({ port: 8787 }, 'listening');
    assert.deepEqual(
      written.map(({ msg }) => msg),
      ['listening'],
    );
  });

  it('writes the lines of one turn of the event loop at once', async () => {
    const writes: string[][] = [];
    const stream = new Writable({
      decodeStrings: false,
      writev(chunks, done) {
        writes.push(chunks.map(({ chunk }) => JSON.parse(chunk).msg));
        done();
      },
    });
    const log = openLog(stream, 'info');
    log.info({}, 'first');
    log.info({}, 'second');
    await setImmediate();
    log.info({}, 'third');
    log.info({}, 'fourth');
    await setImmediate();
    assert.deepEqual(writes, [
      ['first', 'second'],
      ['third', 'fourth'],
    ]);
  });

  it('drops lines while the disk is full, and logs how many once there is space', () => {
    const { log, written, state } = setUpLog();
    state.isFull = true;
    for (let line = 0; line < 3; line += 1) log.info({}, 'request');
    state.isFull = false;
    log.info({}, 'request');
    log.info({}, 'request');
    assert.deepEqual(
      written.map(({ msg, dropped }) => [msg, dropped]),
      [
        ['request', undefined],
        ['log lines were dropped: the log could not be written', 3],
        ['request', undefined],
      ],
    );
  });

  it('survives the error event of a stream', async () => {
    const { stream } = setUpLog();
    stream.emit('error', new Error('broken pipe'));
    await setImmediate();
  });

  it('holds a bounded number of characters for a reader that does not read', () => {
    const { log, written, unanswered, state } = setUpLog();
    state.isStuck = true;
    for (let line = 0; line < 20_000; line += 1) log.info({ text: 'x'.repeat(100) }, 'request');
    assert.ok(unanswered.length > 1_000 && unanswered.length < 10_000);
    state.isStuck = false;
    for (const answer of unanswered) answer();
    const [report] = written.filter(({ dropped }) => dropped !== undefined);
    assert.equal(report?.dropped, 20_000 - unanswered.length);
  });
});
