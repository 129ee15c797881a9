import { frDays } from './fr-days.ts';
import type { Messages, OnDemandMessages } from './messages.ts';

/** French, for the parts of the form that few offers need. */
export const frOnDemand: OnDemandMessages = {
  ...frDays,
  payment: 'Paiement',
  once: 'En une fois',
  severalTimes: 'En {0} fois',
  plan: '{0} aujourd’hui, puis {1}',
  inSeveralTimes: 'en {0} fois',
  monthly: 'Donner chaque mois sur HelloAsso',
  tax: 'Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, {gift} peut vous revenir à {cost} après réduction d’impôt (dans la limite de 20 % du revenu imposable).',
  taxCapped:
    'Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, {gift} peut vous revenir à {cost} après réduction d’impôt (75 % jusqu’à {cap}, puis 66 % dans la limite de 20 % du revenu imposable).',
  yourGift: 'votre don de {amount}',
  exampleGift: 'un don de {amount}',
  companyName: 'Nom de l’entreprise ou de l’organisme',
  'field-error-required-companyName': 'Indiquez le nom de l’entreprise ou de l’organisme.',
  isCompany: 'Je paie au nom d’une entreprise ou d’un organisme',
};

/** The texts, with these in French where the language is French. */
export function withOnDemandMessages(messages: Messages): Messages & OnDemandMessages {
  return { ...frOnDemand, ...messages };
}
