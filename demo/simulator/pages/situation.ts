import { html } from 'hono/html';
import { type Bank, isFirst } from '../bank.ts';
import type { Intent } from '../ledger.ts';
import type { Html } from './layout.ts';

/** The latest try at the first payment, or what has become of the link. */
export function situation(intent: Intent, bank: Bank): Html {
  const latest = intent.order?.payments.findLast(isFirst);
  if (latest) return stateBadge(latest.state);
  const words = { open: 'En attente', expired: 'Lien expiré', paid: 'Payé', exhausted: 'Trop d’essais' };
  return html`<span class="badge">${words[bank.linkState(intent)]}</span>`;
}

/** One of HelloAsso's own words: the panel does not translate them. */
export function stateBadge(state: string): Html {
  const tone =
    state === 'Authorized' ? 'good' : ['Refused', 'Error', 'Contested', 'Canceled'].includes(state) ? 'bad' : '';
  return html`<span class="badge ${tone}">${state}</span>`;
}
