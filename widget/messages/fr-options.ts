import type { OptionsMessages } from '../messages.ts';

/** French, for what few offers need. */
export const frOptions: OptionsMessages = {
  test: 'Test',
  testMeans: 'Rien ne sera réellement débité.',
  payment: 'Paiement',
  once: 'En une fois',
  severalTimes: 'En {0} fois',
  plan: '{0} aujourd’hui, puis {1}',
  inSeveralTimes: 'en {0} fois',
  term: '{0} le {1}',
  firstDay: '1er',
  tax: 'Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, votre don de {amount} peut vous revenir à {cost} après réduction d’impôt (dans la limite de 20 % du revenu imposable).',
  isCompany: 'Je paie au nom d’une entreprise ou d’un organisme',
  taxCapped:
    'Si l’association vous délivre un reçu fiscal et si vous êtes imposable en France, votre don de {amount} peut vous revenir à {cost} après réduction d’impôt (75 % jusqu’à {cap}, puis 66 % dans la limite de 20 % du revenu imposable).',
};
