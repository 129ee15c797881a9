import type { FormMessages } from '../messages.ts';

/** French: the language of the associations, and of the script itself. */
export const fr: FormMessages = {
  locale: 'fr-FR',
  loading: 'Chargement…',
  amount: 'Montant',
  otherAmount: 'Autre montant',
  inEuros: 'en euros',
  bounds: 'De {0} à {1}',
  quantity: 'Quantité',
  details: 'Vos coordonnées',
  optional: 'facultatif',
  required: 'obligatoire',
  firstName: 'Prénom',
  lastName: 'Nom',
  email: 'Adresse e-mail',
  contribution:
    'Toute la somme revient à l’association. HelloAsso, où vous paierez, vous proposera d’y ajouter une contribution volontaire, que vous pourrez ramener à 0 €.',
  'submit-gift': ['Donner', 'Donner {0}'],
  'submit-membership': ['Adhérer', 'Adhérer pour {0}'],
  'submit-ticket': ['Réserver', 'Réserver pour {0}'],
  'submit-payment': ['Payer', 'Payer {0}'],
  sending: 'Préparation du paiement…',
  fault: 'À vérifier.',
  trouble: 'Vérifiez votre connexion, puis rechargez la page.',
};
