import type { Messages } from '../messages.ts';

/** French: the language of the associations, and of the script itself. */
export const fr: Messages = {
  locale: 'fr-FR',
  loading: 'Chargement…',
  retry: 'Réessayer',
  amount: 'Montant',
  otherAmount: 'Autre montant',
  amountInEuros: 'Montant, en euros',
  bounds: 'De {0} à {1}',
  quantity: 'Quantité',
  details: 'Vos coordonnées',
  optional: 'facultatif',
  firstName: 'Prénom',
  lastName: 'Nom',
  email: 'Adresse e-mail',
  contribution:
    'Vous paierez sur HelloAsso, un service gratuit : toute la somme revient à l’association. HelloAsso vous proposera d’y ajouter une contribution volontaire, que vous pourrez modifier ou ramener à 0 €.',
  submit: {
    gift: ['Donner', 'Donner {0}'],
    membership: ['Adhérer', 'Adhérer pour {0}'],
    ticket: ['Réserver', 'Réserver pour {0}'],
    payment: ['Payer', 'Payer {0}'],
  },
  sending: 'Préparation du paiement…',
  leaving: 'Redirection vers HelloAsso…',
  faults: {
    'amount-missing': 'Indiquez un montant.',
    'amount-unreadable': 'Écrivez par exemple 1000 ou 20,50.',
    'amount-out-of-range': 'Indiquez un montant de {0} à {1}.',
    required: 'Ce champ est obligatoire.',
    email: 'Vérifiez l’adresse : nom@exemple.fr.',
  },
  failed: 'Vérifiez votre connexion, puis réessayez.',
  unavailable: 'Le paiement en ligne n’est pas disponible pour le moment.',
  incomplete: 'Rechargez la page pour connaître le résultat du paiement.',
};
