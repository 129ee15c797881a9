import type { Environment } from '../environment.ts';
import type { CallKind, Metrics } from '../metrics.ts';
import type { Send } from './http-client.ts';

interface Surroundings extends Pick<Environment, 'elapsed'> {
  readonly metrics: Pick<Metrics, 'call'>;
}

/** By the end of the address: no other part of it is looked at. */
const KINDS: readonly (readonly [RegExp, CallKind])[] = [
  [/\/oauth2\/token$/, 'token'],
  [/\/checkout-intents$/, 'create-intent'],
  [/\/checkout-intents\/\d+$/, 'read-intent'],
  [/\/orders\/\d+$/, 'read-order'],
  [/\/payments\/\d+$/, 'read-payment'],
  [/\/organizations\/[^/]+$/, 'read-organization'],
];

/** Makes the same calls, and counts them. */
export function countCalls(send: Send, { elapsed, metrics }: Surroundings): Send {
  return async (url, call) => {
    const start = elapsed();
    let status: number | undefined;
    try {
      const answer = await send(url, call);
      status = answer.status;
      return answer;
    } finally {
      metrics.call(kindOf(url), status, elapsed() - start);
    }
  };
}

function kindOf(url: string): CallKind {
  return KINDS.find(([end]) => end.test(url))?.[1] ?? 'other';
}
