import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PAYMENT_STATES } from '../../../demo/simulator/states.ts';

describe('PAYMENT_STATES', () => {
  it('contains 21 different states', () => {
    assert.equal(new Set(PAYMENT_STATES).size, 21);
  });
});
