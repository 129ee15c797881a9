// The examples of demo/servers/ with the built package, each as a program of its own.
import { describe, it } from 'node:test';
import { tryServer } from '../server-process.ts';

describe('a site with the proxy under /pay, on', () => {
  for (const name of ['node', 'express', 'fastify', 'hono']) {
    it(`${name} answers every request of a payment`, (context) =>
      tryServer(context, [process.execPath, `demo/servers/${name}.js`], '/pay'));
  }
});
