import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import type { Step } from '../../proxy/contract/return-parameters.ts';
import type { CheckoutError } from '../errors.ts';
import type { ReturnTopic } from '../messages/messages.ts';

/** A checkout that a payer may come back from: what to ask the proxy about, and with what. */
export interface CheckoutReturn {
  readonly step: Step;
  /** A return token or a state token. Empty where it cannot be known which proxy issued it. */
  readonly token: string;
  /** Chooses the element, nothing else. */
  readonly offer: string | undefined;
  readonly checkoutIntentId: number | undefined;
  /** The proxy that issued the token, where this tab knows it. Never read from an address. */
  readonly proxy?: string | undefined;
  /** This tab has asked by itself: the page never saw the return. */
  readonly isFound?: boolean;
}

/** Where an element is with a returning payer. */
export type ReturnState =
  | { readonly name: 'none' }
  | { readonly name: 'verifying'; readonly checkout: CheckoutReturn }
  | {
      readonly name: 'verified';
      readonly checkout: CheckoutReturn;
      readonly outcome: CheckoutOutcome;
      readonly topic: ReturnTopic;
      /** Whether the proxy is asked again. */
      readonly isPolling: boolean;
    }
  | { readonly name: 'unverified'; readonly checkout: CheckoutReturn; readonly error: CheckoutError };
