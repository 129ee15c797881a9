import { html } from 'hono/html';
import type { Payments } from '../payments.ts';
import type { Intent } from '../store.ts';
import { euros, shortMoment } from './french.ts';
import type { Html } from './layout.ts';
import { situation } from './situation.ts';

interface IntentList {
  readonly intents: readonly Intent[];
  readonly pageIndex: number;
  readonly totalPages: number;
}

/** One page of the intents, newest first. */
export function intentsPage({ intents, pageIndex, totalPages }: IntentList, payments: Payments): Html {
  if (intents.length === 0) {
    return html`<section class="card"><p>Aucune intention de paiement pour le moment.</p></section>`;
  }
  return html`<section class="card">
    <div class="wide" tabindex="0" role="region" aria-label="Intentions de paiement">
      <table>
        <thead><tr><th scope="col">N°</th><th scope="col">Objet</th><th scope="col">Total</th><th scope="col">État</th><th scope="col">Créée</th></tr></thead>
        <tbody>${intents.map((intent) => intentRow(intent, payments))}</tbody>
      </table>
    </div>
    <nav aria-label="Pages">
      <ul>
        ${pageIndex > 1 ? html`<li><a href="/intentions?page=${pageIndex - 1}">Plus récentes</a></li>` : ''}
        <li><a aria-current="page" href="/intentions?page=${pageIndex}">Page ${pageIndex} sur ${totalPages}</a></li>
        ${pageIndex < totalPages ? html`<li><a href="/intentions?page=${pageIndex + 1}">Plus anciennes</a></li>` : ''}
      </ul>
    </nav>
  </section>`;
}

function intentRow(intent: Intent, payments: Payments): Html {
  const { id, body, createdAt } = intent;
  return html`<tr>
    <td><a href="/intentions/${id}">${id}</a></td>
    <td class="name">${body.itemName}</td>
    <td>${euros(body.totalAmount)}</td>
    <td>${situation(intent, payments)}</td>
    <td>${shortMoment(createdAt)}</td>
  </tr>`;
}
