import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { asHeader, withParameters } from '../api/return-addresses.ts';
import { ControlError } from '../controls/control-error.ts';
import type { Controls } from '../controls/controls.ts';
import { MAX_TIP_CENTS } from '../controls/inputs.ts';
import { prefilledPayer } from '../controls/payer-actions.ts';
import type { Organization } from '../organization.ts';
import type { Payments } from '../payments.ts';
import type { Intent, Store } from '../store.ts';
import { centsOf, euros, longDay } from './french.ts';
import { notice, page } from './layout.ts';
import { type PaymentForm, paymentPage } from './payment-page.ts';

interface Dependencies {
  readonly payments: Payments;
  readonly controls: Controls;
  readonly store: Store;
  readonly organization: Organization;
}

/** The payment page of each intent, and the receipt of each order. */
export function paymentRoute({ payments, controls, store, organization }: Dependencies): Hono {
  const route = new Hono();

  route.get('/associations/:slug/checkout/paiement-attestation/:id{\\d+}', (c) => {
    const order = store.order(Number(c.req.param('id')));
    if (!order || c.req.param('slug') !== organization.slug) return notFound(c);
    const { payer, intent, createdAt } = order;
    const sentence = `${payer.firstName} ${payer.lastName} a réglé «\u00a0${intent.body.itemName}\u00a0» à ${organization.name} le ${longDay(createdAt)}, pour un total de ${euros(intent.body.totalAmount)}.`;
    const main = notice('Attestation de paiement', sentence, html`<p class="soft">Commande n°\u00a0${order.id}</p>`);
    return page(c, { title: 'Attestation de paiement', main });
  });

  route.get('/associations/:slug/checkout/:key{[0-9a-f]{32}}', (c) => {
    const intent = findIntent(c);
    if (!intent) return notFound(c);
    return closedPage(c, intent) ?? openPage(c, intent, { payer: prefilledPayer(intent), tip: '0' });
  });

  route.post('/associations/:slug/checkout/:key{[0-9a-f]{32}}', async (c) => {
    const intent = findIntent(c);
    if (!intent) return notFound(c);
    const form = new URLSearchParams(await c.req.text());
    const closed = closedPage(c, intent); // checked after the await: the second of two clicks must find the intent paid
    if (closed) return closed;
    if (form.get('action') === 'abandon') return abandoned(c, intent);
    const tip = form.get('tip') || '0';
    const tipCents = centsOf(tip);
    if (tipCents === undefined || tipCents > MAX_TIP_CENTS) {
      const payer = { ...prefilledPayer(intent), ...typedPayer(form) };
      const tipError = `Saisissez un montant en euros, de 0 à ${euros(MAX_TIP_CENTS)}, par exemple 2,50.`;
      return openPage(c, intent, { payer, tip, tipError });
    }
    const fields = { action: form.get('action'), tipCents, ...typedPayer(form) };
    const location = await controls.act(intent.id, fields);
    return c.body(null, 303, { Location: asHeader(location) });
  });

  route.onError((error, c) => {
    if (!(error instanceof ControlError)) throw error;
    const main = notice('Formulaire invalide', 'Ce formulaire ne vient pas de cette page.');
    return page(c, { title: 'Erreur\u00a0: formulaire invalide', main, status: 400 });
  });

  function findIntent(c: Context): Intent | undefined {
    return c.req.param('slug') === organization.slug ? store.intentByKey(c.req.param('key') ?? '') : undefined;
  }

  function openPage(c: Context, intent: Intent, form: PaymentForm): Promise<Response> {
    const isRefused = intent.order !== undefined; // the order of an open intent has only refused payments
    const state = form.tipError ? 'Erreur' : isRefused ? 'Paiement refusé' : 'Paiement';
    return page(c, {
      title: `${state}\u00a0: ${intent.body.itemName}, ${organization.name}`,
      main: paymentPage(intent, organization.name, { ...form, isRefused }),
      formTargets: [...new Set([intent.body.returnUrl, intent.body.errorUrl].map(cspSource))],
      status: form.tipError === undefined ? 200 : 400,
    });
  }

  /** HelloAsso's own page and status in these cases are not known. */
  function closedPage(c: Context, intent: Intent): Promise<Response> | undefined {
    const { body, order, id } = intent;
    const back = html`<a class="button" href="${body.backUrl}">Revenir au site</a>`;
    const subject = `\u00a0: ${body.itemName}`;
    switch (payments.linkState(intent)) {
      case 'open':
        return undefined;
      case 'paid': {
        const parameters = { checkoutIntentId: String(id), code: 'succeeded', orderId: String(order?.id) };
        const onward = html`<a class="button" href="${withParameters(body.returnUrl, parameters)}">Revenir au site</a>`;
        const main = notice('Paiement déjà effectué', 'Vous n’avez rien d’autre à faire.', onward);
        return page(c, { title: `Paiement déjà effectué${subject}`, main, status: 409 });
      }
      case 'expired': {
        const text = 'Il était valable quinze minutes. Revenez au site pour recommencer\u00a0: rien n’a été payé.';
        return page(c, { title: `Lien expiré${subject}`, main: notice('Ce lien a expiré', text, back), status: 410 });
      }
      case 'exhausted': {
        const text =
          'Ce paiement a été refusé trop de fois. Revenez au site pour recommencer\u00a0: rien n’a été payé.';
        return page(c, {
          title: `Trop de tentatives${subject}`,
          main: notice('Trop de tentatives', text, back),
          status: 409,
        });
      }
    }
  }

  return route;
}

function abandoned(c: Context, { body }: Intent): Promise<Response> {
  const text = 'Équivaut à fermer l’onglet\u00a0: rien n’a été payé, et aucune notification n’est envoyée.';
  return page(c, {
    title: `Paiement abandonné\u00a0: ${body.itemName}`,
    main: notice('Paiement abandonné', text, html`<a class="button" href="${body.backUrl}">Revenir au site</a>`),
  });
}

function notFound(c: Context): Promise<Response> {
  const main = notice('Page introuvable', 'Cette adresse ne mène à aucun paiement.');
  return page(c, { title: 'Erreur\u00a0: page introuvable', main, status: 404 });
}

function typedPayer(form: URLSearchParams) {
  return {
    firstName: form.get('firstName') ?? '',
    lastName: form.get('lastName') ?? '',
    email: form.get('email') ?? '',
  };
}

/** The origin or scheme of an address, as a source of a Content-Security-Policy. */
function cspSource(address: string): string {
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? origin : protocol;
}
