import type { PricedOffer } from '../core/priced-offer.ts';
import type { CheckoutError } from '../errors.ts';
import type { CheckoutReturn } from '../return/return-state.ts';

/** Where the form is between the offer and HelloAsso's page. */
export type FormState =
  | { readonly name: 'loading' }
  | { readonly name: 'unavailable'; readonly error: CheckoutError }
  | { readonly name: 'ready'; readonly offer: PricedOffer }
  /** `isSlow`: it has taken so long that the payer reads about it. */
  | { readonly name: 'sending'; readonly offer: PricedOffer; readonly isSlow?: true }
  | {
      readonly name: 'leaving';
      readonly offer: PricedOffer;
      readonly url: URL;
      /** What to ask the proxy about, should the browser bring this page back. */
      readonly checkout: CheckoutReturn;
      /** ms since the epoch */
      readonly leftAt: number;
    }
  | { readonly name: 'failed'; readonly offer: PricedOffer; readonly error: CheckoutError };
