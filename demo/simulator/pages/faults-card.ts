import { html } from 'hono/html';
import type { Fault } from '../controls/input-schemas.ts';
import type { Html } from './layout.ts';
import { action, inputField, type Option, selectField } from './panel-layout.ts';

const STATUSES = [429, 500, 502, 503, 504];

const BREAKS: readonly Option[] = [
  { value: 'drop', label: 'Avant traitement' },
  { value: 'drop-answer', label: 'Après traitement' },
  { value: 'malformed-json', label: 'JSON tronqué' },
  { value: 'web-page', label: 'Page d’un pare-feu' },
];

const DAMAGES: readonly Option[] = [{ value: 'damage', label: 'Autre valeur' }];

const DELAYS: readonly Option[] = [
  { value: 'latency', label: 'Réponse tardive' },
  { value: 'slow-body', label: 'Réponse en morceaux lents' },
];

const TARGETS: readonly Option[] = [
  { value: 'both', label: 'API et jetons' },
  { value: 'api', label: 'API' },
  { value: 'token', label: 'Jetons' },
];

/** The pending faults, and forms that add faults. */
export function faultsCard(faults: readonly Fault[]): Html {
  return html`<section class="card">
    <h2>Pannes</h2>
    ${
      faults.length === 0
        ? html`<p class="soft">Aucune panne prévue.</p>`
        : html`<ul class="plain">${faults.map((fault) => html`<li><code>${JSON.stringify(fault)}</code></li>`)}</ul>
          <div class="row">${action('/_simulator/faults/clear', 'Supprimer les pannes')}</div>`
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
    ${faultForm('break', 'Réponse coupée', BREAKS, '')}
    ${faultForm('damage', 'Champ abîmé', DAMAGES, html`${inputField('member', 'Champ', 'refundOperations')} ${inputField('value', 'Valeur (vide : null)', '')}`)}
    ${faultForm('delay', 'Réponse lente', DELAYS, inputField('ms', 'Millisecondes', 2_000, { type: 'number', min: 0 }))}
  </section>`;
}

function faultForm(id: string, title: string, kinds: readonly Option[], more: Html | ''): Html {
  return html`<form method="post" action="/_simulator/faults">
    <h3>${title}</h3>
    <div class="pair">
      ${selectField({ name: 'kind', id: `${id}-kind`, label: 'Panne', options: kinds })} ${selectField({ name: 'on', id: `${id}-on`, label: 'Appels', options: TARGETS })}
      ${inputField('calls', 'Nombre d’appels', 1, { type: 'number', min: 1, id: `${id}-calls` })} ${more}
      <button>Ajouter la panne</button>
    </div>
  </form>`;
}
