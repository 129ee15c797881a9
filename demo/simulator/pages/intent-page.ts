import { html } from 'hono/html';
import type { IntentDetail } from '../controls/intent-json.ts';
import type { Payments } from '../payments.ts';
import { PAYMENT_STATES } from '../states.ts';
import type { Intent, Payment } from '../store.ts';
import { euros, longDay } from './french.ts';
import type { Html } from './layout.ts';
import { action, selectField } from './panel-layout.ts';
import { situation, stateBadge } from './situation.ts';

/** One intent, with forms that change its payments. */
export function intentPage(intent: Intent, payments: Payments, detail: IntentDetail): Html {
  const isOpen = payments.linkState(intent) === 'open';
  return html`<section class="card">
      <p class="amount">${euros(intent.body.totalAmount)}</p>
      <p>${situation(intent, payments)}</p>
      ${isOpen ? html`<p><a class="button" href="${detail.redirectUrl}">Ouvrir la page de paiement</a></p>` : ''}
      ${intent.unknownFields.length > 0 ? html`<p class="error">Champs inconnus de HelloAsso, ignorés\u00a0: ${intent.unknownFields.join(', ')}</p>` : ''}
    </section>
    ${intent.order?.payments.map((payment) => paymentCard(payment, payments)) ?? ''}
    <details class="card">
      <summary>En JSON</summary>
      <pre tabindex="0" role="region" aria-label="Intention en JSON">${JSON.stringify(detail, null, 2)}</pre>
    </details>`;
}

function paymentCard(payment: Payment, payments: Payments): Html {
  const path = `/_simulator/payments/${payment.id}`;
  const states = PAYMENT_STATES.map((value) => ({ value, label: value }));
  return html`<section class="card">
    <h2>Paiement ${payment.id}</h2>
    <p>${euros(payment.amountCents)}, échéance ${payment.installmentNumber}, ${longDay(payment.date)} ${stateBadge(payment.state)}</p>
    ${payment.refunds.length > 0 ? html`<p>${payment.refunds.map(({ amountCents, status }) => html`Remboursement de ${euros(amountCents)}\u00a0: ${status}. `)}</p>` : ''}
    ${payments.isRefundable(payment, 1) ? refundActions(payment, path) : ''}
    <form method="post" action="${path}/state">
      <div class="pair">
        ${selectField({ name: 'state', id: `state-${payment.id}`, label: 'État', options: states, selected: payment.state })}
        <button>Changer l’état</button>
      </div>
    </form>
  </section>`;
}

function refundActions({ amountCents }: Payment, path: string): Html {
  return html`<div class="row">
    ${action(`${path}/refunds`, 'Rembourser')}
    ${action(`${path}/refunds`, 'Rembourser un tiers', { amountCents: Math.ceil(amountCents / 3) })}
    ${action(`${path}/state`, 'Contester', { state: 'Contested' })}
  </div>`;
}
