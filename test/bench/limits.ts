// What the rate limits hold in memory after a million client addresses.
import { createSecretKey, randomBytes } from 'node:crypto';
import { RateLimits } from '../../proxy/http/rate-limits.ts';
import { NO_METRICS } from '../../proxy/metrics.ts';
import { MemoryState } from '../../proxy/state/memory-state.ts';
import { report } from './report.ts';

const ADDRESSES = 1_000_000;
const MAX_MB = 30;

const before = heapMb();
const key = createSecretKey(randomBytes(32));
const limits = new RateLimits(new MemoryState(() => performance.now()), key, NO_METRICS);
const start = performance.now();
for (let number = 0; number < ADDRESSES; number += 1) {
  await limits.checkout(`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`);
}
const microseconds = ((performance.now() - start) * 1000) / ADDRESSES;
const held = heapMb() - before;
await limits.checkout('192.0.2.1'); // they are still in use
if (held > MAX_MB) process.exitCode = 1;

report(
  'limits',
  ['what', 'measured', 'aim'],
  [
    [`memory after ${ADDRESSES} addresses`, `${held.toFixed(1)} MB`, `at most ${MAX_MB} MB`],
    ['time for each address', `${microseconds.toFixed(1)} µs`, 'none'],
  ],
);

function heapMb(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
