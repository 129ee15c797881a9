import type { CheckoutClaims } from '../checkout-tokens.ts';
import type { Payer } from '../contract/payer.ts';
import type { Offer } from '../offer.ts';
import type { Price } from '../price.ts';
import type { ReturnAddresses } from '../return-address.ts';
import { acceptedPayer } from './accepted-payer.ts';
import type { OwnMetadata } from './own-metadata.ts';

/** The body of `POST …/checkout-intents`. Source: `InitCheckoutBody` in HelloAsso's OpenAPI document; amounts in cents. */
export interface IntentBody extends ReturnAddresses {
  readonly totalAmount: number;
  readonly initialAmount: number;
  readonly itemName: string;
  readonly containsDonation: boolean;
  readonly terms?: readonly { readonly amount: number; readonly date: string }[];
  readonly payer?: Payer;
  readonly paymentOptions?: { readonly enableSepa: boolean };
  readonly metadata: {
    readonly 'helloasso-checkout': OwnMetadata;
    /** The page's own, which nobody has verified. */
    readonly page?: Readonly<Record<string, string>>;
  };
}

interface Checkout {
  readonly offer: Offer;
  readonly price: Price;
  readonly claims: CheckoutClaims;
  readonly mac: string;
  readonly addresses: ReturnAddresses;
  readonly payer: Payer | undefined;
  readonly pageMetadata: Readonly<Record<string, string>> | undefined;
  readonly signedReference: string | undefined;
  readonly now: Date;
}

/** Writes a checkout in HelloAsso's words. Fields without content are left out: HelloAsso's schema allows no others. */
export function intentBody({
  offer: { containsDonation, sepa },
  price,
  claims,
  mac,
  addresses,
  payer,
  pageMetadata,
  signedReference,
  now,
}: Checkout): IntentBody {
  const { plan } = price;
  const { reference, offer, totalCents, initialCents } = claims;
  const prefill = payer && acceptedPayer(payer, now);
  return {
    totalAmount: price.totalCents,
    initialAmount: plan.initialCents,
    itemName: price.itemName,
    ...addresses,
    containsDonation,
    ...(plan.terms.length > 0 && {
      terms: plan.terms.map(({ amountCents, date }) => ({ amount: amountCents, date })),
    }),
    ...(sepa && { paymentOptions: { enableSepa: true } }),
    ...(prefill && { payer: prefill }),
    metadata: {
      'helloasso-checkout': {
        reference,
        offer,
        totalCents,
        initialCents,
        ...(signedReference !== undefined && { signedReference }),
        mac,
      },
      ...(pageMetadata && { page: pageMetadata }),
    },
  };
}
