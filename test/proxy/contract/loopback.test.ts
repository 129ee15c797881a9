import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopback } from '../../../proxy/contract/loopback.ts';

describe('isLoopback', () => {
  for (const host of ['localhost', 'asso.localhost', 'a.b.localhost', '127.0.0.1', '127.255.3.4', '::1', '[::1]']) {
    it(`accepts ${host}`, () => {
      assert.equal(isLoopback(host), true);
    });
  }

  for (const host of [
    '',
    'notlocalhost',
    'localhost.example.org',
    '.localhost',
    '127.0.0.1.example.org',
    '127.0.0',
    '128.0.0.1',
    '0.0.0.0',
    '::',
    '[::2]',
    'www.example.org',
  ]) {
    it(`refuses ${host || 'an empty name'}`, () => {
      assert.equal(isLoopback(host), false);
    });
  }

  it('accepts every spelling of a loopback address that URL normalises', () => {
    for (const address of ['http://127.1/', 'http://0x7f000001/', 'http://[0:0:0:0:0:0:0:1]/', 'http://LOCALHOST/']) {
      assert.equal(isLoopback(new URL(address).hostname), true, address);
    }
  });
});
