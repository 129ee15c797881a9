import type { CheckoutOutcome } from '../../proxy/contract/checkout.ts';
import { goOffline } from './form-stories.ts';
import { MEMBERSHIP_IN_THREE } from './offers.ts';
import { type Answer, ok, problem, type Story } from './story.ts';

const PAID: CheckoutOutcome = {
  outcome: 'paid',
  offer: 'don',
  reference: '00112233445566778899aabbccddeeff',
  itemName: 'Don à l’association',
  amountCents: 5000,
  instalments: [{ number: 1, amountCents: 5000, date: '2026-11-22', state: 'paid' }],
  refundedCents: 0,
};

const PAID_FIRST: CheckoutOutcome = {
  ...PAID,
  offer: 'adhesion',
  itemName: 'Adhésion annuelle',
  amountCents: 3000,
  instalments: [
    { number: 1, amountCents: 1000, date: '2026-11-22', state: 'paid' },
    { number: 2, amountCents: 1000, date: '2026-12-22', state: 'due' },
    { number: 3, amountCents: 1000, date: '2027-01-22', state: 'due' },
  ],
};

/** HelloAsso has no order yet. */
export const PENDING: CheckoutOutcome = { ...PAID, outcome: 'pending', reason: 'settling', instalments: [] };

const REFUSED: CheckoutOutcome = {
  ...PAID,
  outcome: 'refused',
  instalments: [{ number: 1, amountCents: 5000, date: '2026-11-22', state: 'refused' }],
};

const DRAFT = { choice: '5000', firstName: 'Camille', lastName: 'Durand', email: 'camille@example.org' };
const RECEIPT_URL = 'https://www.helloasso-sandbox.com/associations/les-amis/attestation';

export const returning: readonly Story[] = [
  { ...coming('verifying', 'Vérification', 'hang', 'Vérification de votre paiement…'), state: 'verifying' },
  coming('paid', 'Payé', ok(PAID), 'Merci'),
  coming('paid-gift', 'Don payé', ok({ ...PAID, kind: 'gift' }), 'Votre don de 50 € est confirmé'),
  coming('paid-membership', 'Adhésion payée', ok({ ...PAID, kind: 'membership' }), 'Votre adhésion (50 €) est payée'),
  {
    ...coming('paid-elsewhere', 'Payé, lu dans un autre navigateur', ok(PAID), 'Ce paiement de 50 €'),
    arrival: { step: 'return', isElsewhere: true },
  },
  coming('paid-receipt', 'Payé, avec l’attestation', ok({ ...PAID, receiptUrl: RECEIPT_URL }), 'Voir l’attestation'),
  coming('paid-partly-refunded', 'Payé, remboursé en partie', ok({ ...PAID, refundedCents: 1500 }), 'Déjà remboursé'),
  {
    ...coming(
      'paid-first',
      'Premier de trois paiements',
      ok(PAID_FIRST),
      'Votre premier paiement (10 € sur un total de 30 €)',
    ),
    attributes: { offer: 'adhesion' },
    offer: ok(MEMBERSHIP_IN_THREE),
  },
  coming('settling', 'En attente, redemandé', ok(PENDING), 'Paiement en cours de confirmation'),
  {
    ...coming('settled-later', 'Toujours en attente', ok(PENDING), 'Vérifier à nouveau'),
    isFast: true,
  },
  coming('bank', 'En route chez la banque', ok({ ...PAID, outcome: 'pending', reason: 'bank' }), 'chez votre banque'),
  unpaid(coming('refused', 'Refusé', ok(REFUSED), 'Le paiement a été refusé'), { step: 'return', draft: DRAFT }),
  unpaid(coming('abandoned', 'Abandonné', ok({ ...PENDING, outcome: 'abandoned' }), 'n’a pas été terminé')),
  unpaid(coming('back', 'Revenu sans payer', ok(PENDING), 'Paiement interrompu'), { step: 'back', draft: DRAFT }),
  unpaid(coming('error', 'Erreur chez HelloAsso', ok(PENDING), 'n’a pas pu aboutir'), { step: 'error', draft: DRAFT }),
  coming('refunding', 'Remboursement en cours', ok({ ...PAID, outcome: 'refunding' }), 'Remboursement en cours'),
  coming('refunded', 'Remboursé', ok({ ...PAID, outcome: 'refunded', refundedCents: 5000 }), 'Paiement remboursé'),
  coming('contested', 'Contesté', ok({ ...PAID, outcome: 'contested' }), 'Paiement contesté'),
  unverified('unverified-unreachable', 'Invérifiable pour le moment', 'break', 'Vérifier à nouveau'),
  unverified(
    'unverified-busy',
    'Invérifiable, trop de monde (90 s)',
    problem(429, 'rate-limited', { retryAfter: 90 }),
    'Vérifier à nouveau',
  ),
  {
    ...unverified('unverified-offline', 'Invérifiable, hors connexion', 'break', 'Vous semblez hors connexion'),
    prepare: goOffline,
  },
  {
    id: 'unverified-files-missing',
    title: 'Invérifiable, des fichiers du script manquent',
    arrival: { step: 'return' },
    isWithoutChunks: true,
    shows: 'rechargez la page',
  },
  unverified('unverified-unknown', 'Introuvable', problem(404, 'checkout-unknown'), 'Nous ne retrouvons pas'),
];

export const onResultPage: readonly Story[] = [
  { id: 'result-none', title: 'Personne ne revient', element: 'helloasso-result', state: 'none' },
  {
    ...coming('result-verifying', 'Vérification', 'hang', 'Vérification de votre paiement…'),
    element: 'helloasso-result',
    state: 'verifying',
  },
  { ...coming('result-paid', 'Payé', ok(PAID), 'Merci'), element: 'helloasso-result' },
  {
    ...coming('result-refused', 'Refusé', ok(REFUSED), 'Le paiement a été refusé'),
    element: 'helloasso-result',
  },
  {
    ...unverified('result-unverified', 'Invérifiable', 'break', 'Vérifier à nouveau'),
    element: 'helloasso-result',
  },
];

export const returningInEnglish: readonly Story[] = [
  {
    ...coming(
      'english-paid',
      'En anglais : payé',
      ok({ ...PAID, labels: { en: 'Gift to the association' } }),
      'Gift to the association',
    ),
    attributes: { offer: 'don', lang: 'en' },
  },
];

function coming(id: string, title: string, outcome: Answer, shows: string): Story {
  return { id, title, outcome, shows, arrival: { step: 'return' }, state: 'verified' };
}

/** The form is below the outcome. `arrival`: how the payer came back, and what they had typed. */
function unpaid(story: Story, arrival: Story['arrival'] = { step: 'return' }): Story {
  return { ...story, ...(arrival && { arrival }), state: 'ready' };
}

function unverified(id: string, title: string, outcome: Answer, shows: string): Story {
  return { ...coming(id, title, outcome, shows), state: 'unverified' };
}
