/** The icons of an outcome and of a failure, drawn by us: a disc with a sign. They repeat what the text says. */
import { html, type TemplateResult } from 'lit/html.js';
import type { ReturnTopic } from '../messages/messages.ts';

const SIGNS = {
  done: 'M5 8.2l2 2 4-4.4',
  waiting: 'M8 4.5V8l2.3 1.6',
  refused: 'M5.5 5.5l5 5m0-5l-5 5',
  attention: 'M8 4.3v4.6m0 2.2v.6',
};

const SIGN_OF: Readonly<Record<ReturnTopic, keyof typeof SIGNS>> = {
  paid: 'done',
  settling: 'waiting',
  bank: 'waiting',
  refunding: 'waiting',
  refunded: 'done',
  refused: 'refused',
  error: 'refused',
  contested: 'attention',
  abandoned: 'attention',
  back: 'attention',
  unverified: 'attention',
};

/** The icon of what a payer reads about. */
export function renderIcon(topic: ReturnTopic): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="7.5" />
    <path d=${SIGNS[SIGN_OF[topic]]} />
  </svg>`;
}
