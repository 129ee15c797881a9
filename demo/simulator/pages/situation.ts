import { html } from 'hono/html';
import { isFirst, type Payments } from '../payments.ts';
import type { Intent } from '../store.ts';
import type { Html } from './layout.ts';

/** The state of the latest attempt at the first payment, or of the link before any attempt. */
export function situation(intent: Intent, payments: Payments): Html {
  const latest = intent.order?.payments.findLast(isFirst);
  if (latest) return stateBadge(latest.state);
  const words = { open: 'En attente', expired: 'Lien expiré', paid: 'Payé', exhausted: 'Trop de tentatives' };
  return html`<span class="badge">${words[payments.linkState(intent)]}</span>`;
}

/** A state as HelloAsso writes it: the panel does not translate states. */
export function stateBadge(state: string): Html {
  const tone =
    state === 'Authorized' ? 'good' : ['Refused', 'Error', 'Contested', 'Canceled'].includes(state) ? 'bad' : '';
  return html`<span class="badge ${tone}">${state}</span>`;
}
