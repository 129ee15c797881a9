import type { Plan } from '../contract/instalments.ts';
import type { Payer } from '../contract/payer.ts';
import { type IntentMetadata, METADATA_KEY } from './intent-metadata.ts';
import { prefillOf } from './prefill.ts';

/** The three addresses that HelloAsso sends the payer back to. */
export interface ReturnAddresses {
  /** After a payment or a refusal. */
  readonly returnUrl: string;
  /** After a technical error. */
  readonly errorUrl: string;
  /** After the back arrow. */
  readonly backUrl: string;
}

/** The body of `POST …/checkout-intents`. Source: `InitCheckoutBody` in HelloAsso's OpenAPI document; amounts in cents. */
export interface IntentRequest extends ReturnAddresses {
  readonly totalAmount: number;
  readonly initialAmount: number;
  readonly itemName: string;
  readonly containsDonation: boolean;
  readonly terms?: readonly { readonly amount: number; readonly date: string }[];
  readonly payer?: Payer;
  readonly paymentOptions?: { readonly enableSepa: boolean };
  readonly metadata: {
    readonly [METADATA_KEY]: IntentMetadata;
    /** The page's own, not verified. */
    readonly page?: Readonly<Record<string, string>>;
  };
}

/** A checkout in our own terms. */
interface Checkout {
  readonly offer: { readonly containsDonation: boolean; readonly sepa: boolean };
  readonly price: { readonly itemName: string; readonly totalCents: number; readonly plan: Plan };
  readonly addresses: ReturnAddresses;
  readonly payer: Payer | undefined;
  readonly metadata: IntentMetadata;
  readonly pageMetadata: Readonly<Record<string, string>> | undefined;
  readonly now: Date;
}

/** Translates a checkout into HelloAsso's terms. Leaves out empty fields: HelloAsso's schema does not allow them. */
export function intentRequest({
  offer,
  price,
  addresses,
  payer,
  metadata,
  pageMetadata,
  now,
}: Checkout): IntentRequest {
  const { initialCents, terms } = price.plan;
  const prefill = payer && prefillOf(payer, now);
  return {
    totalAmount: price.totalCents,
    initialAmount: initialCents,
    itemName: price.itemName,
    ...addresses,
    containsDonation: offer.containsDonation,
    ...(terms.length > 0 && { terms: terms.map(({ amountCents, date }) => ({ amount: amountCents, date })) }),
    ...(offer.sepa && { paymentOptions: { enableSepa: true } }),
    ...(prefill && { payer: prefill }),
    metadata: { [METADATA_KEY]: metadata, ...(pageMetadata && { page: pageMetadata }) },
  };
}
