import { frDays } from './fr-days.ts';
import type { Messages, ReturnMessages } from './messages.ts';

/** French, for failures and for payers who come back. */
export const frReturn: ReturnMessages = {
  ...frDays,
  'error-invalid-request': 'L’une de ces informations n’a pas été acceptée. Vérifiez votre saisie, puis réessayez.',
  'error-offer-unknown': 'Ce formulaire n’est pas disponible.',
  'error-offer-not-open': 'Ce formulaire n’est pas encore ouvert.',
  'error-offer-closed': 'Ce formulaire est fermé : il n’accepte plus de paiement.',
  'error-payer-incomplete': 'Il manque une information obligatoire. Complétez le formulaire, puis réessayez.',
  'error-signed-offer-expired': 'Cette page est restée ouverte trop longtemps. Rechargez‑la pour continuer.',
  'error-amount-not-applicable': 'Ce formulaire vient de changer. Vérifiez‑le, puis validez à nouveau.',
  'error-amount-out-of-range': 'Ce montant n’est plus accepté. Choisissez‑en un autre, puis réessayez.',
  'error-quantity-out-of-range': 'Cette quantité n’est plus disponible. Choisissez‑en une plus petite, puis réessayez.',
  'error-instalments-not-offered': 'Ce nombre de paiements n’est plus proposé. Choisissez‑en un autre, puis réessayez.',
  'error-plan-changed': 'Les dates de paiement viennent de changer. Vérifiez‑les plus haut, puis validez à nouveau.',
  'error-checkout-unknown':
    'Nous ne retrouvons pas ce paiement. Si vous avez payé, HelloAsso vous a envoyé une confirmation par e‑mail : vérifiez‑la avant de recommencer.',
  'error-rate-limited': 'Trop de demandes en peu de temps. Patientez une minute, puis réessayez.',
  'error-busy': 'Beaucoup de personnes paient en ce moment. Patientez quelques secondes, puis réessayez.',
  'error-helloasso-unavailable': 'HelloAsso ne répond pas pour le moment. Réessayez dans quelques instants.',
  'error-helloasso-refused': 'HelloAsso n’a pas accepté cette demande. Vérifiez votre saisie, puis réessayez.',
  'error-organisation-cannot-collect': 'L’association ne peut pas recevoir de paiement en ligne pour le moment.',
  'error-internal':
    'Une erreur inattendue s’est produite. Réessayez dans quelques instants ; si elle persiste, prévenez l’association.',
  'error-offline': 'Vous semblez hors connexion. Vérifiez votre accès à Internet, puis réessayez.',
  'error-unreachable': 'Le service de paiement ne répond pas. Réessayez dans quelques instants.',
  'error-timeout': 'Le service de paiement met trop de temps à répondre. Réessayez dans quelques instants.',
  'error-proxy-missing':
    'Le paiement en ligne n’est pas disponible pour le moment. Vous pouvez en informer l’association.',
  'retry-at-rate-limited': 'Trop de demandes en peu de temps. Vous pourrez réessayer à {0}.',
  'retry-at-busy': 'Beaucoup de personnes paient en ce moment. Vous pourrez réessayer à {0}.',
  opensOn: 'Ce formulaire ouvrira le {0}.',
  requestId: 'Référence : {0}.',
  nameHint: 'HelloAsso risque de ne pas accepter ce nom ; il vous serait alors redemandé.',
  slow: 'C’est plus long que d’habitude. Merci de patienter ; rien n’a été débité.',
  leaving: 'Redirection vers HelloAsso…',
  leavingFrame: 'Si la page de paiement ne s’ouvre pas, suivez le lien ci‑dessus.',
  openPayment: 'Continuer sur HelloAsso',
  openPaymentInTab: 'Continuer sur HelloAsso (nouvel onglet)',
  failed: 'Le paiement n’a pas commencé',
  unavailable: 'Formulaire indisponible',
  retry: 'Réessayer',
  verifying: 'Vérification de votre paiement…',
  verifyAgain: 'Vérifier à nouveau',
  backToForm: 'Revenir au formulaire',
  'return-paid': [
    'Merci !',
    'Votre paiement de {0} pour « {1} » est confirmé. Vous allez recevoir une confirmation de HelloAsso par e‑mail.',
  ],
  'return-settling': [
    'Paiement en cours de confirmation',
    'HelloAsso n’a pas encore confirmé votre paiement. Cela peut prendre quelques minutes ; vous recevrez un e‑mail dès que ce sera fait. Inutile de payer à nouveau d’ici là.',
  ],
  'return-bank': [
    'Paiement en cours chez votre banque',
    'Votre paiement de {0} pour « {1} » est enregistré. Votre banque peut mettre plusieurs jours à le transmettre ; vous n’avez plus rien à faire.',
  ],
  'return-refused': [
    'Le paiement a été refusé',
    'HelloAsso nous indique que votre paiement de {0} pour « {1} » a été refusé. Rien n’a été débité. Vous pouvez réessayer, avec une autre carte si besoin.',
  ],
  'return-abandoned': [
    'Le paiement n’a pas été terminé',
    'HelloAsso nous indique qu’aucun paiement n’a été fait. Rien n’a été débité.',
  ],
  'return-refunding': ['Remboursement en cours', 'Votre paiement de {0} pour « {1} » est en cours de remboursement.'],
  'return-refunded': ['Paiement remboursé', 'Votre paiement de {0} pour « {1} » a été remboursé.'],
  'return-contested': [
    'Paiement contesté',
    'Votre paiement de {0} pour « {1} » a été contesté auprès de la banque. L’association peut vous renseigner.',
  ],
  'return-back': ['Paiement interrompu', 'Vous avez quitté la page de paiement avant d’avoir terminé.'],
  'return-error': ['Le paiement n’a pas pu aboutir', 'Un problème est survenu sur la page de HelloAsso.'],
  'return-unverified': [
    'Paiement à vérifier',
    'Nous n’arrivons pas à savoir si votre paiement a abouti. Avant de payer à nouveau, vérifiez que vous n’avez pas déjà reçu de HelloAsso une confirmation par e‑mail.',
  ],
  otherPaidTitle: 'Paiement confirmé',
  dialog: 'Résultat du paiement',
  close: 'Fermer',
  'other-paid': 'Ce paiement de {0} pour « {1} », fait le {3}, est confirmé.',
  'other-settling': 'HelloAsso n’a pas encore confirmé ce paiement. Cela peut prendre quelques minutes.',
  'other-bank':
    'Ce paiement de {0} pour « {1} » est enregistré. La banque peut mettre plusieurs jours à le transmettre.',
  'other-refused': 'HelloAsso nous indique que ce paiement de {0} pour « {1} » a été refusé. Rien n’a été débité.',
  'other-refunding': 'Ce paiement de {0} pour « {1} », fait le {3}, est en cours de remboursement.',
  'other-refunded': 'Ce paiement de {0} pour « {1} », fait le {3}, a été remboursé.',
  'other-contested':
    'Ce paiement de {0} pour « {1} », fait le {3}, a été contesté auprès de la banque. L’association peut vous renseigner.',
  'other-back': 'La page de paiement a été quittée avant la fin.',
  'other-unverified':
    'Nous n’arrivons pas à savoir si ce paiement a abouti. Avant de payer à nouveau, vérifiez que vous n’avez pas déjà reçu de HelloAsso une confirmation par e‑mail.',
  paidFirst:
    'Votre premier paiement ({0} sur un total de {2}) pour « {1} » est confirmé. Vous allez recevoir une confirmation de HelloAsso par e‑mail.',
  kept: 'Votre saisie a été conservée : vous pouvez reprendre ci‑dessous.',
  due: 'Suite des paiements : {0}.',
  item: 'Objet',
  date: 'Date',
  reference: 'Référence',
  refunded: 'Déjà remboursé : {0}.',
  receipt: 'Voir l’attestation de paiement',
  'return-paid-gift': [
    'Merci !',
    'Votre don de {0} est confirmé. Vous allez recevoir une confirmation de HelloAsso par e‑mail.',
  ],
  'return-paid-membership': [
    'Merci !',
    'Votre adhésion ({0}) est payée. Vous allez recevoir une confirmation de HelloAsso par e‑mail.',
  ],
  receiptNote: 'Cette attestation n’est pas un reçu fiscal.',
};

/** The texts, with these in French where the language is French. */
export function withReturnMessages(messages: Messages): Messages & ReturnMessages {
  return { ...frReturn, ...messages };
}
