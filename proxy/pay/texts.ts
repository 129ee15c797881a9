import { de } from '../../widget/messages/de.ts';
import { en } from '../../widget/messages/en.ts';
import { es } from '../../widget/messages/es.ts';
import { fr } from '../../widget/messages/fr.ts';
import { frAddress } from '../../widget/messages/fr-address.ts';
import { frOnDemand } from '../../widget/messages/fr-on-demand.ts';
import { frReturn } from '../../widget/messages/fr-return.ts';
import { it } from '../../widget/messages/it.ts';
import type { AllMessages } from '../../widget/messages/messages.ts';
import { nl } from '../../widget/messages/nl.ts';
import { pt } from '../../widget/messages/pt.ts';

/** The texts of the page that the element does not have. */
interface OwnTexts {
  /** `{0}` is the name of the association; in French with « de » before it. */
  readonly backToSite: string;
  readonly backToSiteOfAssociation: string;
  /** Two amounts, of which the payer means one: the chosen one, the typed one. */
  readonly twoAmounts: string;
  /** Below the number of payments, where the amount of each depends on what the payer chooses: the days of all. */
  readonly paymentDays: string;
  /** Heading and text above the form, where the proxy no longer knows whether it has been sent before. */
  readonly perhapsSent: readonly [string, string];
}

/** Every text of the page in one language. */
export type PageTexts = AllMessages & OwnTexts;

const FRENCH: PageTexts = {
  ...{ ...fr, ...frOnDemand, ...frAddress, ...frReturn },
  backToSite: 'Revenir sur le site {0}',
  backToSiteOfAssociation: 'Revenir sur le site de l’association',
  twoAmounts: 'Vous avez choisi {0} et saisi {1} : cochez « Autre montant », ou effacez le montant saisi.',
  paymentDays: 'Paiements les {0}.',
  perhapsSent: [
    'Avez-vous déjà payé ?',
    'Nous ne savons plus si ce formulaire a déjà été envoyé. Si vous avez payé, ou si une page de paiement de HelloAsso est encore ouverte, ne payez pas une seconde fois. Sinon, appuyez de nouveau sur le bouton.',
  ],
};

const TEXTS = new Map<string, PageTexts>(
  Object.entries({
    fr: FRENCH,
    en: {
      ...en,
      backToSite: 'Back to the site of {0}',
      backToSiteOfAssociation: 'Back to the association’s site',
      twoAmounts: 'You have chosen {0} and entered {1}: choose “Other amount”, or delete the amount you entered.',
      paymentDays: 'Payments on {0}.',
      perhapsSent: [
        'Have you already paid?',
        'We no longer know whether this form has been sent before. If you have paid, or if a payment page of HelloAsso is still open, do not pay a second time. If not, press the button again.',
      ],
    },
    de: {
      ...de,
      backToSite: 'Zurück zur Website von {0}',
      backToSiteOfAssociation: 'Zurück zur Website des Vereins',
      twoAmounts:
        'Sie haben {0} gewählt und {1} eingegeben: Wählen Sie „Anderer Betrag“, oder löschen Sie die Eingabe.',
      paymentDays: 'Zahlungen am {0}.',
      perhapsSent: [
        'Haben Sie schon bezahlt?',
        'Wir wissen nicht mehr, ob dieses Formular schon gesendet wurde. Wenn Sie bezahlt haben oder eine Zahlungsseite von HelloAsso noch offen ist, zahlen Sie bitte kein zweites Mal. Andernfalls drücken Sie erneut auf die Schaltfläche.',
      ],
    },
    es: {
      ...es,
      backToSite: 'Volver al sitio de {0}',
      backToSiteOfAssociation: 'Volver al sitio de la asociación',
      twoAmounts: 'Ha elegido {0} y ha escrito {1}: elija «Otro importe», o borre el importe escrito.',
      paymentDays: 'Pagos el {0}.',
      perhapsSent: [
        '¿Ha pagado ya?',
        'Ya no sabemos si este formulario se ha enviado antes. Si ha pagado, o si una página de pago de HelloAsso sigue abierta, no pague por segunda vez. Si no, pulse de nuevo el botón.',
      ],
    },
    it: {
      ...it,
      backToSite: 'Tornare al sito di {0}',
      backToSiteOfAssociation: 'Tornare al sito dell’associazione',
      twoAmounts: 'Ha scelto {0} e scritto {1}: scelga «Altro importo», oppure cancelli l’importo scritto.',
      paymentDays: 'Pagamenti: {0}.',
      perhapsSent: [
        'Ha già pagato?',
        'Non sappiamo più se questo modulo è già stato inviato. Se ha pagato, o se una pagina di pagamento di HelloAsso è ancora aperta, non paghi una seconda volta. Altrimenti prema di nuovo il pulsante.',
      ],
    },
    nl: {
      ...nl,
      backToSite: 'Terug naar de site van {0}',
      backToSiteOfAssociation: 'Terug naar de site van de vereniging',
      twoAmounts: 'U hebt {0} gekozen en {1} ingevuld: kies ‘Ander bedrag’, of wis het ingevulde bedrag.',
      paymentDays: 'Betalingen op {0}.',
      perhapsSent: [
        'Hebt u al betaald?',
        'We weten niet meer of dit formulier al is verzonden. Als u hebt betaald, of als er nog een betaalpagina van HelloAsso openstaat, betaal dan niet nog een keer. Druk anders opnieuw op de knop.',
      ],
    },
    pt: {
      ...pt,
      backToSite: 'Voltar ao site de {0}',
      backToSiteOfAssociation: 'Voltar ao site da associação',
      twoAmounts: 'Escolheu {0} e escreveu {1}: escolha «Outro montante», ou apague o montante escrito.',
      paymentDays: 'Pagamentos: {0}.',
      perhapsSent: [
        'Já pagou?',
        'Já não sabemos se este formulário foi enviado antes. Se pagou, ou se uma página de pagamento da HelloAsso ainda está aberta, não pague uma segunda vez. Caso contrário, prima novamente o botão.',
      ],
    },
  }),
);

/** The name of an association after « de », as it is said: des Amis, du Foyer, de l’Atelier, d’Emmaüs. */
export function afterDe(name: string): string {
  const [, article = '', rest = ''] = /^(Les |Le |La |L[’'])(.*)$/.exec(name) ?? [];
  if (article) return `${{ 'Les ': 'des ', 'Le ': 'du ', 'La ': 'de la ' }[article] ?? 'de l’'}${rest}`;
  return /^[AEIOUÀÂÉÈÊÎÔaeiouàâéèêîô]\p{Ll}/u.test(name) ? `d’${name}` : `de ${name}`; // not before an acronym
}

/** The texts for a language tag such as `en` or `en-GB`; French for one that we do not have. */
export function textsFor(tag = ''): PageTexts {
  const [primary = ''] = tag.trim().toLowerCase().split(/[-_]/);
  return TEXTS.get(primary) ?? FRENCH;
}
