import { randomFillSync } from 'node:crypto';

const BYTES = 16;
/** Bytes are drawn for many references at once: a draw takes longer than all the rest. */
const stock = Buffer.alloc(256 * BYTES);
let used = stock.length;

/** A new reference of a checkout: 128 random bits, base64url. */
export function newReference(): string {
  if (used === stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  used += BYTES;
  return stock.toString('base64url', used - BYTES, used);
}
