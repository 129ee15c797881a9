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
  tax: 'Si vous êtes imposable en France, votre don de {amount} vous revient à {cost}.',
  isCompany: 'C’est une entreprise ou un organisme qui paie',
  companyName: 'Nom de l’entreprise ou de l’organisme',
};
