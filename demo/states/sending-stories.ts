import { give50, goOffline } from './form-stories.ts';
import { CART, GIFT_WITH_LABEL, MEMBERSHIP_IN_THREE, SIGNED_OFFER, TICKET } from './offers.ts';
import { PENDING } from './return-stories.ts';
import { type Answer, ok, type PayerActions, problem, type Story } from './story.ts';

export const sending: readonly Story[] = [
  { ...pressing('sending', 'Envoi', 'hang'), state: 'sending', shows: 'Préparation du paiement…' },
  {
    ...pressing('slow', 'Envoi qui dure', 'hang'),
    state: 'sending',
    isFast: true,
    shows: 'C’est plus long que d’habitude.',
  },
  { id: 'redirecting', title: 'Départ vers HelloAsso', act: giveAndPress, state: 'leaving', shows: 'Redirection' },
  {
    id: 'restored',
    title: 'Ramené par le bouton Précédent',
    outcome: ok(PENDING),
    async act(payer) {
      giveAndPress(payer);
      await payer.restorePage();
    },
    state: 'ready',
    shows: 'Paiement interrompu',
  },
];

export const failing: readonly Story[] = [
  {
    ...failed('offline', 'Hors connexion', 'Vous semblez hors connexion', 'break'),
    act(payer) {
      goOffline();
      giveAndPress(payer);
    },
  },
  failed('unreachable', 'Le proxy ne répond pas', 'Le service de paiement ne répond pas', 'break'),
  failed('time-out', 'Le proxy est trop lent', 'met trop de temps à répondre', 'time-out'),
  failed(
    'rate-limited',
    'Trop d’essais (90 s)',
    'Vous pourrez réessayer à',
    problem(429, 'rate-limited', { retryAfter: 90 }),
  ),
  failed('busy', 'Trop de monde (5 s)', 'Beaucoup de', problem(503, 'busy', { retryAfter: 5 })),
  failed(
    'helloasso-unavailable',
    'HelloAsso ne répond pas',
    'HelloAsso ne répond pas',
    problem(503, 'helloasso-unavailable'),
  ),
  failed('helloasso-refused', 'HelloAsso refuse', 'HelloAsso n’a pas accepté', problem(502, 'helloasso-refused')),
  failed(
    'organisation-cannot-collect',
    'L’association ne peut pas encaisser',
    'ne peut pas recevoir de paiement',
    problem(503, 'organisation-cannot-collect'),
  ),
  {
    ...failed(
      'plan-changed',
      'Dates de paiement changées',
      'Les dates de paiement viennent de changer',
      problem(409, 'plan-changed', {
        plan: {
          initialCents: 1000,
          terms: [
            { amountCents: 1000, date: '2027-01-01' },
            { amountCents: 1000, date: '2027-02-01' },
          ],
        },
      }),
    ),
    attributes: { offer: 'adhesion' },
    offer: ok(MEMBERSHIP_IN_THREE),
    act: payInThree,
  },
  {
    ...failed(
      'instalments-not-offered',
      'Nombre de paiements retiré entre-temps',
      'n’est plus proposé',
      problem(422, 'instalments-not-offered'),
    ),
    attributes: { offer: 'adhesion' },
    offer: ok(MEMBERSHIP_IN_THREE),
    act: payInThree,
  },
  {
    ...failed(
      'quantity-out-of-range',
      'Quantité retirée entre-temps',
      'Cette quantité n’est plus disponible',
      problem(422, 'quantity-out-of-range'),
    ),
    attributes: { offer: 'billet' },
    offer: ok(TICKET),
    act({ fill, press }) {
      fill('quantity', '10');
      press();
    },
  },
  failed('amount-not-applicable', 'Prix changé entre-temps', 'vient de changer', problem(422, 'amount-not-applicable')),
  failed(
    'amount-out-of-range-meanwhile',
    'Bornes changées entre-temps',
    'Ce montant n’est plus accepté',
    problem(422, 'amount-out-of-range'),
  ),
  failed(
    'payer-incomplete',
    'Coordonnée devenue obligatoire entre-temps',
    'Il manque une information obligatoire',
    problem(422, 'payer-incomplete', { errors: [{ pointer: '/payer/email', code: 'required' }] }),
  ),
  {
    ...failed(
      'signed-offer-expired',
      'Prix signé trop ancien',
      'ouverte trop longtemps',
      problem(422, 'signed-offer-expired'),
    ),
    attributes: { offer: 'panier', 'signed-offer': SIGNED_OFFER },
    offer: ok(CART),
    act: ({ press }) => press(),
  },
  failed('credentials', 'Accès à HelloAsso refusé', 'n’est pas disponible', problem(502, 'helloasso-credentials')),
  failed(
    'invalid-request',
    'Saisie refusée par le proxy',
    'n’a pas été acceptée',
    problem(422, 'invalid-request', { errors: [{ pointer: '/payer/email', code: 'invalid_format' }] }),
  ),
  failed('closed-meanwhile', 'Fermé entre-temps', 'Ce formulaire est fermé', problem(409, 'offer-closed')),
  {
    ...failed('files-missing', 'Des fichiers du script manquent', 'rechargez la page', 'hang'),
    isWithoutChunks: true,
  },
  failed('internal', 'Erreur du proxy', 'Une erreur inattendue', problem(500, 'internal')),
];

export const failingInEnglish: readonly Story[] = [
  failedInEnglish('english-unreachable', 'le proxy ne répond pas', 'The payment service is not responding', 'break'),
  failedInEnglish(
    'english-rate-limited',
    'trop d’essais (90 s)',
    'You can try again at',
    problem(429, 'rate-limited', { retryAfter: 90 }),
  ),
  failedInEnglish('english-closed', 'fermé entre-temps', 'This form is closed', problem(409, 'offer-closed')),
];

/** A tag that the page tried to close in itself: all that follows is inside the element. */
const UNCLOSED = {
  inside: '<section><h2>Nos ateliers</h2><p>Tous les samedis, au bord du canal.</p></section>',
  source: '<helloasso-checkout offer="don" /><section>…</section>',
  shows: 'n’est pas fermée',
} satisfies Partial<Story>;

/** Notes for the page’s author. Payers see the fallback instead. */
export const misconfigured: readonly Story[] = [
  debug('debug-no-proxy', 'L’attribut proxy manque', {
    attributes: { proxy: null },
    state: 'unavailable',
    shows: 'L’attribut proxy manque',
  }),
  debug('debug-insecure-page', 'Page en http', {
    prepare: () => Object.defineProperty(window, 'isSecureContext', { value: false }),
    shows: 'Cette page est en http.',
  }),
  debug('debug-origin-not-listed', 'L’origine de la page n’est pas déclarée', {
    act: giveAndPress,
    checkout: 'break', // browsers hide an answer without CORS headers from the page
    state: 'failed',
    shows: 'ALLOWED_ORIGINS',
  }),
  debug('debug-several-offers', 'Plusieurs offres, aucune nommée', {
    attributes: { offer: null },
    state: 'unavailable',
    shows: 'don, adhesion, billet',
  }),
  debug('debug-offer-unknown', 'L’offre nommée n’existe pas', {
    attributes: { offer: 'dons' },
    offer: problem(404, 'offer-unknown'),
    state: 'unavailable',
    shows: 'don, adhesion, billet',
  }),
  debug('debug-signed-offer-missing', 'Le prix signé manque', {
    attributes: { offer: 'panier' },
    offer: ok(CART),
    state: 'unavailable',
    shows: 'signed-offer',
  }),
  debug('debug-metadata', 'Métadonnées non déclarées', {
    attributes: { metadata: '{"adherent":"118"}' },
    act: giveAndPress,
    checkout: problem(422, 'metadata-not-declared', {
      errors: [{ pointer: '/metadata/adherent', code: 'undeclared' }],
    }),
    state: 'failed',
    shows: 'metadataKeys',
  }),
  debug('debug-payer', 'Un attribut n’est pas du JSON', {
    attributes: { payer: "{firstName:'Ada'}" },
    shows: 'n’est pas du JSON',
  }),
  debug('debug-messages', 'Un texte de la page n’en est pas un', {
    attributes: { messages: '{"bounds":5}' },
    shows: 'doit être un texte',
  }),
  debug('debug-not-a-proxy', 'Un autre serveur répond', {
    offer: { body: '<title>404</title>', init: { status: 404 } },
    state: 'unavailable',
    shows: 'n’est pas un relais',
  }),
  debug('debug-unclosed', 'Balise non fermée : la suite de la page y disparaît', UNCLOSED),
  debug('debug-unclosed-localhost', 'Balise non fermée, sans debug, sur localhost', {
    ...UNCLOSED,
    attributes: { debug: null },
  }),
  {
    id: 'fallback',
    title: 'La même erreur vue par un payeur : le lien de secours',
    attributes: { proxy: null },
    state: 'unavailable',
    shows: 'Donner sur notre page HelloAsso',
  },
];

function payInThree({ choose, press }: PayerActions): void {
  choose('instalments', '3');
  press();
}

function giveAndPress(payer: PayerActions): void {
  give50(payer);
  payer.press();
}

function pressing(id: string, title: string, checkout: Answer): Story {
  return { id, title, checkout, act: giveAndPress };
}

function failed(id: string, title: string, shows: string, checkout: Answer): Story {
  return { ...pressing(id, title, checkout), state: 'failed', shows };
}

function failedInEnglish(id: string, title: string, shows: string, checkout: Answer): Story {
  return {
    ...failed(id, `En anglais : ${title}`, shows, checkout),
    attributes: { lang: 'en' },
    inside: '<a href="https://www.helloasso.com/">Give on our HelloAsso page</a>',
    offer: ok(GIFT_WITH_LABEL),
  };
}

function debug(id: string, title: string, { attributes, ...more }: Partial<Story>): Story {
  return { id, title, ...more, attributes: { debug: '', ...attributes } };
}
