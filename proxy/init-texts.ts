/** What `init` asks. */
export type Question = 'client-id' | 'client-secret' | 'organization' | 'site' | 'proxy';

export interface Texts {
  readonly welcome: string;
  readonly questions: Readonly<
    Record<Question, { readonly title: string; readonly hint: string; readonly wrong: string }>
  >;
  readonly stopped: string;
  readonly envExists: string;
  readonly offersUnusable: string;
  readonly envComment: string;
  readonly envWritten: string;
  readonly offersWritten: string;
  readonly offersKept: string;
  readonly sandbox: string;
  readonly production: string;
  readonly html: string;
  readonly next: (offer: string) => string;
}

export const TEXTS: Readonly<Record<'fr' | 'en', Texts>> = {
  en: {
    welcome: 'Five questions. Nothing is written before the last answer; Ctrl-C stops.',
    questions: {
      'client-id': {
        title: 'HelloAsso client id',
        hint: 'HelloAsso’s back office: My account, Integrations and API. The sandbox has an account of its own.',
        wrong: 'This must be the text that HelloAsso shows, without quotes, spaces or accents.',
      },
      'client-secret': {
        title: 'HelloAsso client secret',
        hint: 'Beside the client id. What you type or paste is not shown.',
        wrong: 'This must be the text that HelloAsso shows, without quotes, spaces or accents.',
      },
      organization: {
        title: 'Address of your organisation’s page on HelloAsso',
        hint: 'https://www.helloasso.com/associations/my-organisation; to try without money, the one on www.helloasso-sandbox.com',
        wrong: 'This must be an address such as https://www.helloasso.com/associations/my-organisation',
      },
      site: {
        title: 'Address of your site, where the form will be',
        hint: 'https://www.example.org; several with commas between',
        wrong: 'This must be an https address such as https://www.example.org',
      },
      proxy: {
        title: 'Public address of this proxy',
        hint: 'https://pay.example.org: a host name that leads to this server',
        wrong: 'This must be an https address such as https://pay.example.org',
      },
    },
    stopped: 'Stopped: nothing was written.',
    envExists: '.env exists already, and is never overwritten: change it there, or remove it first.',
    offersUnusable: 'offers.json exists already, and cannot be used:',
    envComment: 'Written by helloasso-checkout init; .env.example explains every variable.',
    envWritten: '.env is written, and only you can read it.',
    offersWritten: 'offers.json is written, with one offer: a gift. Change amounts and texts as you like.',
    offersKept: 'offers.json was there already, and is as it was.',
    sandbox: 'Environment: HelloAsso’s sandbox. Test cards only, no money moves.',
    production: 'Environment: production. Payments use real money.',
    html: 'HTML for your page:',
    next: (offer) =>
      `Next: helloasso-checkout serve, and in another terminal helloasso-checkout doctor, which checks everything.
Link, QR code and content policy: helloasso-checkout embed ${offer}`,
  },
  fr: {
    welcome: 'Cinq questions. Rien n’est écrit avant la dernière réponse ; Ctrl-C arrête tout.',
    questions: {
      'client-id': {
        title: 'Identifiant client (clientId) de HelloAsso',
        hint: 'Back-office de HelloAsso : Mon compte, Intégrations et API. Le bac à sable a son propre compte.',
        wrong: 'Saisissez le texte affiché par HelloAsso, sans guillemets, espaces ni accents.',
      },
      'client-secret': {
        title: 'Secret client (clientSecret) de HelloAsso',
        hint: 'À côté de l’identifiant. Ce que vous tapez ou collez ne s’affiche pas.',
        wrong: 'Saisissez le texte affiché par HelloAsso, sans guillemets, espaces ni accents.',
      },
      organization: {
        title: 'Adresse de la page de votre association sur HelloAsso',
        hint: 'https://www.helloasso.com/associations/mon-association ; pour un essai sans argent, celle de www.helloasso-sandbox.com',
        wrong: 'Saisissez une adresse comme https://www.helloasso.com/associations/mon-association',
      },
      site: {
        title: 'Adresse de votre site, où sera le formulaire',
        hint: 'https://www.example.org ; s’il y en a plusieurs, séparez-les par des virgules',
        wrong: 'Saisissez une adresse en https, comme https://www.example.org',
      },
      proxy: {
        title: 'Adresse publique de ce relais',
        hint: 'https://pay.example.org : un nom de domaine qui mène à ce serveur',
        wrong: 'Saisissez une adresse en https, comme https://pay.example.org',
      },
    },
    stopped: 'Arrêt : rien n’a été écrit.',
    envExists: '.env existe déjà et n’est jamais écrasé : modifiez-le, ou supprimez-le d’abord.',
    offersUnusable: 'offers.json existe déjà et n’est pas utilisable :',
    envComment: 'Écrit par helloasso-checkout init ; .env.example explique chaque variable.',
    envWritten: '.env est écrit, lisible par votre compte uniquement.',
    offersWritten: 'offers.json est écrit, avec une offre : un don. Changez-en les montants et les textes à votre gré.',
    offersKept: 'offers.json existait déjà et n’a pas changé.',
    sandbox: 'Environnement : le bac à sable de HelloAsso. Cartes de test seulement, aucun argent ne circule.',
    production: 'Environnement : production. Les paiements sont réels.',
    html: 'HTML pour votre page :',
    next: (offer) =>
      `Ensuite : helloasso-checkout serve et, dans un autre terminal, helloasso-checkout doctor, qui vérifie tout.
Lien, QR code et politique de sécurité : helloasso-checkout embed ${offer}`,
  },
};
