import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHelloAssoHost } from '../../../proxy/contract/trusted-hosts.ts';

describe('isHelloAssoHost', () => {
  for (const host of ['helloasso.com', 'www.helloasso.com', 'api.helloasso-sandbox.com', 'helloasso-sandbox.com']) {
    it(`accepts ${host}`, () => {
      assert.equal(isHelloAssoHost(host), true);
    });
  }

  for (const host of ['helloasso.com.example.org', 'nothelloasso.com', 'helloasso.org', '']) {
    it(`refuses ${host || 'an empty name'}`, () => {
      assert.equal(isHelloAssoHost(host), false);
    });
  }
});
