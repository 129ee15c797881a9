import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSimulator } from '../../../demo/simulator/create-simulator.ts';

describe('createSimulator', () => {
  it('throws for an invalid switch', () => {
    assert.throws(() => createSimulator({ orderLagMs: -1 }), /orderLagMs/);
  });
});
