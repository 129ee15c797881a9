import { html } from 'hono/html';
import { parseApiDate } from '../dates.ts';
import { type Intent, LINK_LIFETIME_MS, type Payer } from '../store.ts';
import { euros, longDay, timeOfDay } from './french.ts';
import type { Html } from './layout.ts';

/** Values of the form fields: what the client sent, or what the payer typed before an error. */
export interface PaymentForm {
  /** Whether the latest attempt to pay was refused. */
  readonly isRefused?: boolean;
  readonly payer: Payer;
  readonly tip: string;
  readonly tipError?: string;
}

/** The page where the payer pays, or chooses another result for a test. */
export function paymentPage(intent: Intent, organizationName: string, form: PaymentForm): Html {
  const { backUrl } = intent.body;
  return html`<main class="checkout">
    <a class="back across" href="${backUrl}"><span aria-hidden="true">←</span> Retour</a>
    ${summary(intent, organizationName, form.isRefused)}
    <form method="post" class="stack">
      <div class="card fields">
        ${payerFields(form.payer)} ${tipField(form)}
        <div class="actions">
          <button class="primary" name="action" value="pay">Payer</button>
          ${intent.body.paymentOptions?.enableSepa ? html`<button name="action" value="pay-by-sepa">Payer par prélèvement SEPA</button>` : ''}
        </div>
      </div>
      ${otherResults()}
    </form>
  </main>`;
}

function summary(intent: Intent, organizationName: string, isRefused = false): Html {
  const { itemName, totalAmount, initialAmount, terms } = intent.body;
  const isPlan = terms && terms.length > 0;
  return html`<section class="card summary">
    <p class="soft">${organizationName}</p>
    <h1>${itemName}</h1>
    <p><span class="amount">${euros(isPlan ? initialAmount : totalAmount)}</span>${isPlan ? html` <span class="soft">aujourd’hui</span>` : ''}</p>
    ${isPlan ? plan(intent) : ''}
    ${isRefused ? html`<p class="error">Le dernier paiement a été refusé. Rien n’a été débité.</p>` : ''}
    <p class="soft">Ce lien est valable jusqu’à ${timeOfDay(intent.createdAt + LINK_LIFETIME_MS)}.</p>
  </section>`;
}

function plan({ createdAt, body: { initialAmount, totalAmount, terms } }: Intent): Html {
  const rows = [
    { day: longDay(createdAt), amount: initialAmount },
    ...(terms ?? []).map(({ date, amount }) => ({ day: longDay(parseApiDate(date)), amount })),
  ];
  return html`<table class="plan">
    <caption>Paiement en ${rows.length} fois</caption>
    <tbody>
      ${rows.map(({ day, amount }) => html`<tr><th scope="row">${day}</th><td>${euros(amount)}</td></tr>`)}
    </tbody>
    <tfoot><tr><th scope="row">Total</th><td><strong>${euros(totalAmount)}</strong></td></tr></tfoot>
  </table>`;
}

function payerFields({ firstName, lastName, email }: Payer): Html {
  return html`<fieldset>
    <legend>Vos coordonnées</legend>
    <div class="pair">
      ${textField('firstName', 'Prénom', firstName, 'given-name')} ${textField('lastName', 'Nom', lastName, 'family-name')}
    </div>
    ${textField('email', 'Adresse e-mail', email, 'email')}
  </fieldset>`;
}

function textField(name: keyof Payer, label: string, value: string, autocomplete: string): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${value}" autocomplete="${autocomplete}" maxlength="255"
      type="${name === 'email' ? 'email' : 'text'}">
  </div>`;
}

function tipField({ tip, tipError }: PaymentForm): Html {
  return html`<fieldset>
    <legend>Soutenir HelloAsso</legend>
    <p class="soft" id="tip-hint">Facultatif. La contribution s’ajoute au paiement et ne revient pas à l’association.</p>
    <div class="field">
      <label for="tip">Contribution volontaire</label>
      <div class="euros">
        <input id="tip" name="tip" value="${tip}" inputmode="decimal" autocomplete="off"
          aria-describedby="tip-hint tip-error" aria-invalid="${tipError ? 'true' : 'false'}">
        <span aria-hidden="true">€</span>
      </div>
      <p class="error" id="tip-error">${tipError ?? ''}</p>
    </div>
  </fieldset>`;
}

function otherResults(): Html {
  return html`<section class="card tests" aria-labelledby="other-results">
    <h2 id="other-results">Simuler un autre résultat</h2>
    <p class="soft">Ces boutons n’existent que dans la simulation.</p>
    <div class="grid">
      <button name="action" value="refuse">Refuser le paiement</button>
      <button name="action" value="refuse-then-pay">Refuser puis payer</button>
      <button name="action" value="fail">Simuler une erreur technique</button>
      <button name="action" value="abandon">Abandonner</button>
    </div>
  </section>`;
}
