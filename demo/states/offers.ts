import type { PublicOffer } from '../../proxy/contract/offer.ts';

export const GIFT: PublicOffer = {
  id: 'don',
  kind: 'gift',
  itemName: 'Don à l’association',
  amountCents: { min: 100, max: 500_000, suggestions: [2000, 5000, 10_000] },
  maxQuantity: 1,
  instalments: [1],
  payer: { firstName: 'optional', lastName: 'optional', email: 'optional', companyName: 'hidden' },
  status: 'open',
  mode: 'live',
};

export const GIFT_WITH_LABEL: PublicOffer = { ...GIFT, labels: { en: 'Gift to the association' } };

export const MEMBERSHIP: PublicOffer = {
  ...GIFT,
  id: 'adhesion',
  kind: 'membership',
  itemName: 'Adhésion annuelle',
  amountCents: 3000,
};

export const MEMBERSHIP_IN_THREE: PublicOffer = {
  ...MEMBERSHIP,
  instalments: [1, 3],
  termDates: ['2026-12-27', '2027-01-27'],
};

export const TICKET: PublicOffer = {
  ...GIFT,
  id: 'billet',
  kind: 'ticket',
  itemName: 'Billet pour le concert de printemps',
  amountCents: 1200,
  maxQuantity: 10,
};

export const CART: PublicOffer = {
  ...GIFT,
  id: 'panier',
  kind: 'payment',
  itemName: 'Commande',
  amountCents: 'signed',
};

/** Not really signed: only the proxy verifies the signature. */
export const SIGNED_OFFER = `e30.${btoa(JSON.stringify({ itemName: 'Commande 2026-118', amountCents: 4250 }))}.e30`;
