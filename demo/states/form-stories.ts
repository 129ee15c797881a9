import type { FreeAmount, PublicOffer } from '../../proxy/contract/offer.ts';
import { CART, GIFT, GIFT_WITH_LABEL, MEMBERSHIP, MEMBERSHIP_IN_THREE, SIGNED_OFFER, TICKET } from './offers.ts';
import { ok, type PayerActions, problem, type Story } from './story.ts';

const ARABIC = `
  <h2 slot="heading">تبرّعوا للحديقة</h2>
  <a href="https://www.helloasso.com/">تبرّعوا على صفحتنا في HelloAsso.</a>
`;

/** The days of eleven payments after the first. */
const MONTHS = Array.from({ length: 11 }, (_, index) =>
  new Date(Date.UTC(2026, 11 + index, 27)).toISOString().slice(0, 10),
);

export const arriving: readonly Story[] = [
  { id: 'loading', title: 'Chargement de l’offre', offer: 'hang', state: 'loading', shows: 'Chargement…' },
  { id: 'without-script', title: 'Le script ne se charge pas : le lien de secours', isWithoutScript: true },
  unavailable('load-unreachable', 'Le proxy ne répond pas', 'Le service de paiement ne répond pas', 'break'),
  unavailable('load-time-out', 'Le proxy est trop lent', 'met trop de temps à répondre', 'time-out'),
  {
    ...unavailable('load-offline', 'Hors connexion dès l’arrivée', 'Vous semblez hors connexion', 'break'),
    prepare: goOffline,
  },
  unavailable(
    'load-rate-limited',
    'Trop de demandes dès l’arrivée (90 s)',
    'Vous pourrez réessayer à',
    problem(429, 'rate-limited', { retryAfter: 90 }),
  ),
  {
    ...unavailable(
      'load-files-missing',
      'Des fichiers du script manquent',
      'rechargez la page',
      ok(MEMBERSHIP_IN_THREE),
    ),
    attributes: { offer: 'adhesion' },
    isWithoutChunks: true,
  },
  unavailable('offer-unknown', 'Offre inconnue', 'Ce formulaire n’est pas', problem(404, 'offer-unknown')),
  form(
    'not-open-yet',
    'Pas encore ouvert',
    { ...GIFT, status: 'not-open', opensOn: '2027-01-04' },
    {
      state: 'unavailable',
      shows: 'Ce formulaire ouvrira le 4 janvier 2027.',
    },
  ),
  form(
    'closed',
    'Fermé',
    { ...GIFT, status: 'closed', closesOn: '2026-06-30' },
    {
      state: 'unavailable',
      shows: 'Ce formulaire est fermé',
    },
  ),
];

export const filling: readonly Story[] = [
  form('gift', 'Don, montants suggérés', GIFT, { shows: 'Autre montant' }),
  form('gift-chosen', 'Don, montant suggéré choisi', GIFT, {
    act: ({ choose }) => choose('choice', '5000'),
    shows: 'Donner 50 €',
  }),
  form('gift-preset', 'Don, montant proposé par la page', GIFT, {
    attributes: { amount: '35' },
    shows: 'Donner 35 €',
  }),
  form('gift-preselected', 'Don, montant suggéré choisi par l’association', withAmount({ preselected: 5000 }), {
    shows: 'Donner 50 €',
  }),
  form('gift-free', 'Don, montant libre sans suggestion', withAmount({ suggestions: [] }), {
    shows: 'De 1 € à 5 000 €',
  }),
  form(
    'gift-many-suggestions',
    'Don, six suggestions',
    withAmount({ suggestions: [1000, 2000, 5000, 10_000, 25_000, 500_000] }),
    {
      shows: '5 000 €',
    },
  ),
  form('fixed-price', 'Prix fixe', MEMBERSHIP, { shows: 'Adhérer pour 30 €' }),
  form('quantity', 'Quantité', TICKET, { act: ({ fill }) => fill('quantity', '3'), shows: 'Réserver et payer 36 €' }),
  form('instalments', 'En plusieurs fois', MEMBERSHIP_IN_THREE, { shows: 'En une fois' }),
  form('instalments-chosen', 'En trois fois, choisi', MEMBERSHIP_IN_THREE, {
    act: ({ choose }) => choose('instalments', '3'),
    shows: 'Adhérer pour 30 € en 3 fois',
  }),
  form(
    'instalments-twelve',
    'Jusqu’à douze fois',
    { ...MEMBERSHIP, amountCents: 12_000, instalments: [1, 3, 12], termDates: MONTHS },
    {},
  ),
  form(
    'tax-66',
    'Réduction d’impôt de 66 %',
    { ...GIFT, tax: { rate: 66, year: 2026 } },
    {
      act: give50,
      shows: 'votre don de 50 € peut vous revenir à 17 €',
    },
  ),
  form(
    'tax-75',
    'Réduction d’impôt de 75 %, plafonnée',
    { ...GIFT, tax: { rate: 75, capCents: 200_000, year: 2026 } },
    { act: typeOther('3000'), shows: 'peut vous revenir à 840 €' },
  ),
  form(
    'tax-own-text',
    'Réduction d’impôt, texte de l’association',
    {
      ...GIFT,
      tax: { rate: 66, year: 2026, text: { fr: 'Vous donnez {amount} ; après impôt, il vous en coûte {cost}.' } },
    },
    { act: give50, shows: 'il vous en coûte 17 €' },
  ),
  form('address', 'Adresse postale', {
    ...GIFT,
    payer: { ...GIFT.payer, address: 'required', zipCode: 'required', city: 'required', country: 'required' },
  }),
  form(
    'address-missing',
    'Adresse postale oubliée',
    {
      ...GIFT,
      payer: { ...GIFT.payer, address: 'required', zipCode: 'required', city: 'required', country: 'optional' },
    },
    {
      act: async (payer) => {
        await give50(payer);
        await payer.press();
      },
      shows: 'Indiquez votre code postal.',
    },
  ),
  form('signed-price', 'Prix signé', CART, { attributes: { 'signed-offer': SIGNED_OFFER }, shows: 'Payer 42,50 €' }),
  form('company-closed', 'Entreprise facultative, repliée', withPayer({ companyName: 'optional' }), {
    shows: 'Je paie au nom d’une entreprise ou d’un organisme',
  }),
  form('company-open', 'Entreprise facultative, cochée', withPayer({ companyName: 'optional' }), {
    act: ({ tick }) => tick(),
    shows: 'Nom de l’entreprise',
  }),
  form('company-required', 'Entreprise obligatoire', withPayer({ companyName: 'required' }), {
    shows: 'Nom de l’entreprise',
  }),
  form(
    'payer-required',
    'Coordonnées obligatoires',
    withPayer({ firstName: 'required', lastName: 'required', email: 'required' }),
    {},
  ),
  form('payer-mixed', 'Nom caché, e-mail obligatoire', withPayer({ lastName: 'hidden', email: 'required' }), {}),
  form(
    'payer-hidden',
    'Coordonnées non demandées',
    withPayer({ firstName: 'hidden', lastName: 'hidden', email: 'hidden' }),
    {},
  ),
  form('name-hint', 'Nom que HelloAsso refuserait', GIFT, {
    act({ fill }) {
      fill('firstName', 'Test');
      fill('lastName', 'Test');
    },
    shows: 'redemandé',
  }),
  form('test-mode', 'Mode test', { ...GIFT, mode: 'test' }, { shows: 'Rien ne sera réellement débité.' }),
  form('long-name', 'Très long nom', {
    ...TICKET,
    itemName:
      'Anticonstitutionnellement-vôtre : soirée de soutien aux Archéologues-spéléologues du Languedoc-Roussillon',
  }),
  form('dark-section', 'Section sombre d’une page claire', GIFT, {
    attributes: { style: 'color-scheme: dark' },
  }),
  form('own-accent', 'Couleur de l’association', GIFT, {
    attributes: { style: '--helloasso-checkout-accent: #2c6e49' },
    act: give50,
  }),
];

export const wrong: readonly Story[] = [
  form('amount-missing', 'Montant oublié', GIFT, { act: ({ press }) => press(), shows: 'Indiquez un montant.' }),
  form('amount-missing-free', 'Montant libre oublié', withAmount({ suggestions: [] }), {
    act: ({ press }) => press(),
    shows: 'Indiquez un montant.',
  }),
  form('amount-unreadable', 'Montant illisible', GIFT, {
    act: typeOther('1.000'),
    shows: 'Saisissez un montant en chiffres',
  }),
  form('amount-out-of-range', 'Montant hors limites', GIFT, {
    act: typeOther('0,50'),
    shows: 'Indiquez un montant de 1 € à 5 000 €.',
  }),
  form('email-error', 'Adresse e-mail fausse', GIFT, {
    act: ({ fill }) => fill('email', 'camille@exemple'),
    shows: 'Saisissez une adresse e‑mail complète',
  }),
  form(
    'required-missing',
    'Coordonnées obligatoires oubliées',
    withPayer({ firstName: 'required', lastName: 'required', email: 'required' }),
    {
      act(payer) {
        give50(payer);
        payer.press();
      },
      shows: 'Indiquez votre ',
    },
  ),
];

export const onPages: readonly Story[] = [
  form('page-slots', 'Titre et textes de l’association', GIFT, {
    inside: `
      <h2 slot="heading">Une parcelle pour l’école</h2>
      <p slot="before">Avec cinquante euros, une classe sème tout un printemps.</p>
      <p slot="after">Une question ? <a href="#contact">Écrivez-nous</a>.</p>
    `,
    shows: 'Une parcelle pour l’école Avec cinquante euros',
  }),
  form('page-centred', 'Colonne qui centre son contenu', GIFT, {
    around: '<div style="display: flex; flex-direction: column; align-items: center"></div>',
    shows: 'Autre montant',
  }),
  form('page-dialog', 'Boîte de dialogue', GIFT, {
    around: '<dialog open aria-label="Faire un don"></dialog>',
    shows: 'Autre montant',
  }),
  form('page-arabic', 'Page en arabe, de droite à gauche', GIFT, {
    prepare: turnArabic,
    inside: ARABIC,
    shows: 'تبرّعوا للحديقة',
  }),
  form(
    'page-arabic-fallback',
    'Page en arabe : le lien de secours',
    { ...GIFT, status: 'closed', closesOn: '2026-06-30' },
    { prepare: turnArabic, inside: ARABIC, state: 'unavailable', shows: 'تبرّعوا على صفحتنا' },
  ),
];

export const inEnglish: readonly Story[] = [
  form(
    'english-form',
    'En anglais : adhésion en plusieurs fois',
    { ...MEMBERSHIP_IN_THREE, labels: { en: 'Yearly membership' } },
    { attributes: { lang: 'en' }, shows: 'Join for €30' },
  ),
  form('english-error', 'En anglais : montant oublié', GIFT_WITH_LABEL, {
    attributes: { lang: 'en' },
    act: ({ press }) => press(),
    shows: 'Choose or enter an amount.',
  }),
];

/** The page is in a language that the element does not have, and is read from right to left. */
function turnArabic(): void {
  Object.assign(document.documentElement, { lang: 'ar', dir: 'rtl' });
}

/** The device reports no network. */
export function goOffline(): void {
  Object.defineProperty(navigator, 'onLine', { get: () => false });
}

/** Types another amount than those suggested. */
function typeOther(amount: string) {
  return async ({ choose, fill }: PayerActions): Promise<void> => {
    choose('choice', 'other');
    await new Promise(requestAnimationFrame); // the field is drawn
    fill('amount', amount);
  };
}

export function give50({ choose }: PayerActions): void {
  choose('choice', '5000');
}

function form(id: string, title: string, offer: PublicOffer, more?: Partial<Story>): Story {
  const { attributes, ...others } = more ?? {};
  const isOpen = offer.status === 'open';
  return {
    id,
    title,
    offer: ok(offer),
    ...(isOpen && { state: 'ready' }),
    ...others,
    attributes: { offer: offer.id, ...attributes },
  };
}

function unavailable(id: string, title: string, shows: string, offer: NonNullable<Story['offer']>): Story {
  return { id, title, offer, state: 'unavailable', shows };
}

function withAmount(rule: Partial<FreeAmount>): PublicOffer {
  return { ...GIFT, amountCents: { min: 100, max: 500_000, suggestions: [2000, 5000, 10_000], ...rule } };
}

function withPayer(payer: Partial<PublicOffer['payer']>): PublicOffer {
  return { ...GIFT, payer: { ...GIFT.payer, ...payer } };
}
