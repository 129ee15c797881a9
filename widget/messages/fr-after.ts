import type { AfterMessages } from '../messages.ts';

/** French, for what comes after the button. */
export const frAfter: AfterMessages = {
  faults: {
    'amount-missing': 'Indiquez un montant.',
    'amount-unreadable': 'Écrivez par exemple 1000 ou 20,50.',
    'amount-out-of-range': 'Indiquez un montant de {0} à {1}.',
    required: 'Ce champ est obligatoire.',
    email: 'Vérifiez l’adresse : nom@exemple.fr.',
  },
  errors: {
    'invalid-request': 'L’une de ces informations n’a pas été acceptée. Vérifiez votre saisie, puis réessayez.',
    'offer-unknown': 'Ce formulaire n’est pas ou n’est plus disponible.',
    'offer-not-open': 'Ce formulaire n’est pas encore ouvert.',
    'offer-closed': 'Ce formulaire est fermé : il n’accepte plus de paiement.',
    'payer-incomplete': 'Il manque une information obligatoire. Complétez le formulaire, puis réessayez.',
    'signed-offer-expired': 'Cette page est restée ouverte trop longtemps. Rechargez-la pour continuer.',
    'amount-not-applicable': 'Ce formulaire a changé entre-temps. Rechargez la page pour continuer.',
    'amount-out-of-range': 'Ce montant n’est plus accepté. Rechargez la page pour voir les montants possibles.',
    'quantity-out-of-range': 'Cette quantité n’est plus disponible. Choisissez-en une plus petite, puis réessayez.',
    'instalments-not-offered': 'Ce nombre de paiements n’est plus proposé. Choisissez-en un autre, puis réessayez.',
    'plan-changed': 'Les dates de paiement viennent de changer. Vérifiez-les ci-dessus, puis validez à nouveau.',
    'checkout-unknown':
      'Nous ne retrouvons pas ce paiement. Si vous avez payé, HelloAsso vous a envoyé une confirmation par e‑mail : vérifiez‑la avant de recommencer.',
    'rate-limited': 'Trop d’essais en peu de temps. Patientez une minute, puis réessayez.',
    busy: 'Beaucoup de personnes paient en ce moment. Patientez quelques secondes, puis réessayez.',
    'helloasso-unavailable': 'HelloAsso ne répond pas pour le moment. Réessayez dans quelques instants.',
    'helloasso-refused': 'HelloAsso n’a pas accepté cette demande. Vérifiez votre saisie, puis réessayez.',
    'organisation-cannot-collect': 'L’association ne peut pas recevoir de paiement en ligne pour le moment.',
    internal:
      'Une erreur inattendue s’est produite. Réessayez dans quelques instants ; si elle persiste, prévenez l’association.',
    offline: 'Vous semblez hors connexion. Vérifiez votre accès à Internet, puis réessayez.',
    unreachable: 'Le service de paiement ne répond pas. Réessayez dans quelques instants.',
    timeout: 'Le service de paiement met trop de temps à répondre. Réessayez dans quelques instants.',
    'proxy-missing': 'Le paiement en ligne n’est pas disponible pour le moment. Vous pouvez en informer l’association.',
  },
  retryAt: {
    'rate-limited': 'Trop d’essais en peu de temps. Vous pourrez réessayer à {0}.',
    busy: 'Beaucoup de monde paie en ce moment. Vous pourrez réessayer à {0}.',
  },
  opensOn: 'Ce formulaire ouvrira le {0}.',
  sending: 'Préparation du paiement…',
  leaving: 'Redirection vers HelloAsso…',
  slow: 'C’est plus long que d’habitude. Merci de patienter ; rien n’a été débité.',
  nameAdvice: 'HelloAsso redemandera ce nom.',
  verifying: 'Vérification de votre paiement…',
  verifyAgain: 'Vérifier à nouveau',
  backToForm: 'Revenir au formulaire',
  returns: {
    paid: [
      'Merci !',
      'Votre paiement de {0} pour « {1} » est confirmé. HelloAsso vous en envoie la confirmation par e‑mail.',
    ],
    settling: [
      'Paiement en cours de confirmation',
      'HelloAsso n’a pas encore confirmé votre paiement. Cela peut prendre quelques minutes ; vous recevrez un e‑mail dès que ce sera fait. Inutile de payer à nouveau d’ici là.',
    ],
    bank: [
      'Paiement en cours chez votre banque',
      'Votre paiement de {0} pour « {1} » est enregistré. Votre banque peut mettre plusieurs jours à le transmettre ; vous n’avez plus rien à faire.',
    ],
    refused: [
      'Le paiement a été refusé',
      'HelloAsso nous indique que votre paiement de {0} pour « {1} » a été refusé. Rien n’a été débité. Vous pouvez réessayer, avec une autre carte si besoin.',
    ],
    abandoned: [
      'Le paiement n’a pas été terminé',
      'HelloAsso nous indique qu’aucun paiement n’a été fait. Rien n’a été débité.',
    ],
    refunding: ['Remboursement en cours', 'Votre paiement de {0} pour « {1} » est en cours de remboursement.'],
    refunded: ['Paiement remboursé', 'Votre paiement de {0} pour « {1} » a été remboursé.'],
    contested: [
      'Paiement contesté',
      'Votre paiement de {0} pour « {1} » a été contesté auprès de la banque. L’association peut vous renseigner.',
    ],
    back: ['Paiement interrompu', 'Vous êtes de retour avant la fin du paiement.'],
    error: ['Le paiement n’a pas pu aboutir', 'Une difficulté est survenue sur la page de HelloAsso.'],
    unverified: [
      'Paiement à vérifier',
      'Votre paiement a-t-il abouti ? Nous ne pouvons pas le savoir pour le moment. Avant de payer à nouveau, vérifiez que HelloAsso ne vous a pas déjà envoyé de confirmation par e‑mail.',
    ],
  },
  paidFirst:
    'Votre premier paiement de {0} sur {2} pour « {1} » est confirmé. HelloAsso vous en envoie la confirmation par e‑mail.',
  kept: 'Ce que vous aviez saisi est conservé : vous pouvez reprendre quand vous le souhaitez.',
  due: 'À venir : {0}.',
  refunded: 'Déjà remboursé : {0}.',
  receipt: 'Voir l’attestation de paiement',
};
