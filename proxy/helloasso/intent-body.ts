import type { CheckoutClaims } from '../checkout-tokens.ts';
import type { Payer } from '../contract/checkout.ts';
import { areAcceptedNames } from '../contract/payer-names.ts';
import type { Offer } from '../offer.ts';
import type { Price } from '../price.ts';
import type { ReturnAddresses } from '../return-address.ts';
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
}

/** Writes a checkout in HelloAsso's words. Fields without content are left out: HelloAsso's schema allows no others. */
export function intentBody({
  offer: { kind, sepa },
  price,
  claims,
  mac,
  addresses,
  payer,
  pageMetadata,
}: Checkout): IntentBody {
  const { plan } = price;
  const { reference, offer, totalCents, initialCents } = claims;
  const prefill = acceptedPayer(payer);
  return {
    totalAmount: price.totalCents,
    initialAmount: plan.initialCents,
    itemName: price.itemName,
    ...addresses,
    containsDonation: kind === 'gift',
    ...(plan.terms.length > 0 && {
      terms: plan.terms.map(({ amountCents, date }) => ({ amount: amountCents, date })),
    }),
    ...(sepa && { paymentOptions: { enableSepa: true } }),
    ...(prefill && { payer: prefill }),
    metadata: {
      'helloasso-checkout': { reference, offer, totalCents, initialCents, mac },
      ...(pageMetadata && { page: pageMetadata }),
    },
  };
}

/** Names that HelloAsso would refuse are dropped, both of them: the payer types them there, and the gift goes on. */
function acceptedPayer(payer: Payer = {}): Payer | undefined {
  const { firstName, lastName, ...rest } = payer;
  const accepted = areAcceptedNames(firstName, lastName) ? payer : rest;
  return Object.keys(accepted).length > 0 ? accepted : undefined;
}
