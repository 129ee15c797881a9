import { html } from 'hono/html';
import type { Fault } from '../faults.ts';
import type { Html } from './layout.ts';
import { action, inputField, type Option, selectField } from './panel-layout.ts';

const STATUSES = [429, 500, 502, 503, 504];

const BREAKS: readonly Option[] = [
  { value: 'drop', label: 'Avant traitement' },
  { value: 'drop-answer', label: 'Après traitement' },
  { value: 'malformed-json', label: 'JSON tronqué' },
];

const DELAYS: readonly Option[] = [
  { value: 'latency', label: 'Réponse tardive' },
  { value: 'slow-body', label: 'Au compte-gouttes' },
];

const TARGETS: readonly Option[] = [
  { value: 'both', label: 'Partout' },
  { value: 'api', label: 'API' },
  { value: 'token', label: 'Jetons' },
];

/** What is about to go wrong, and what else could. */
export function faultsCard(faults: readonly Fault[]): Html {
  return html`<section class="card">
    <h2>Pannes</h2>
    ${
      faults.length === 0
        ? html`<p class="soft">Tout fonctionne.</p>`
        : html`<ul class="plain">${faults.map((fault) => html`<li><code>${JSON.stringify(fault)}</code></li>`)}</ul>
          <div class="row">${action('/_simulator/faults/clear', 'Tout réparer')}</div>`
    }
    <div class="stack">
      <h3>Erreur au prochain appel</h3>
      <div class="row">
        ${STATUSES.map((status) =>
          action('/_simulator/faults', String(status), {
            kind: 'status',
            status,
            ...(status === 429 && { retryAfterSeconds: 1 }),
          }),
        )}
      </div>
    </div>
    ${faultForm('break', 'Coupure', BREAKS, '')}
    ${faultForm('delay', 'Lenteur', DELAYS, inputField('ms', 'Millisecondes', 2_000, { type: 'number', min: 0 }))}
  </section>`;
}

function faultForm(id: string, title: string, kinds: readonly Option[], more: Html | ''): Html {
  return html`<form method="post" action="/_simulator/faults">
    <h3>${title}</h3>
    <div class="pair">
      ${selectField('kind', 'Panne', kinds, '', `${id}-kind`)} ${selectField('on', 'Où', TARGETS, 'both', `${id}-on`)}
      ${inputField('calls', 'Nombre d’appels', 1, { type: 'number', min: 1, id: `${id}-calls` })} ${more}
      <button>Provoquer</button>
    </div>
  </form>`;
}
