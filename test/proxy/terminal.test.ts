import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Terminal } from '../../proxy/terminal.ts';

/** A terminal, what is on its screen, and the keys that a person presses. */
function setUp() {
  const [keys, screen] = [new PassThrough(), new PassThrough()];
  const terminal = new Terminal(keys, screen);
  return { terminal, press: (text: string) => keys.write(text), shown: () => String(screen.read() ?? '') };
}

describe('Terminal', () => {
  it('shows an answer, and not a secret', async () => {
    const { terminal, press, shown } = setUp();
    const name = terminal.ask('name> ', false);
    press('Ada\r');
    assert.equal(await name, 'Ada');
    const secret = terminal.ask('secret> ', true);
    press('mark');
    press('ed\r');
    assert.equal(await secret, 'marked');
    assert.equal(stripVTControlCharacters(shown()), 'name> Ada\r\nsecret> \n');
  });

  it('lets a secret be corrected', async () => {
    const { terminal, press, shown } = setUp();
    const secret = terminal.ask('> ', true);
    press('marx\x7fked\r');
    assert.equal(await secret, 'marked');
    assert.doesNotMatch(shown(), /mar|ked/);
  });

  it('shows nothing of what is pasted before its question', async () => {
    const { terminal, press, shown } = setUp();
    const name = terminal.ask('name> ', false);
    press('Ada\rmarked\rone');
    assert.equal(await name, 'Ada');
    press(' more\r');
    assert.equal(await terminal.ask('secret> ', true), 'marked');
    assert.equal(await terminal.ask('last> ', false), 'one more');
    assert.doesNotMatch(shown(), /marked|one/);
  });

  it('does not bring a secret back by the arrow keys', async () => {
    const { terminal, press, shown } = setUp();
    const secret = terminal.ask('secret> ', true);
    press('marked\r');
    await secret;
    const next = terminal.ask('next> ', false);
    press('\x1b[A\r');
    assert.equal(await next, '');
    assert.doesNotMatch(shown(), /marked/);
  });

  for (const [name, key] of [
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ] as const) {
    it(`ends at ${name}`, async () => {
      const { terminal, press } = setUp();
      const answer = terminal.ask('> ', true);
      press(`half${name === 'Ctrl-D' ? '\x15' : ''}${key}`); // Ctrl-D counts on an empty line alone
      assert.equal(await answer, undefined);
    });
  }
});
