import { html } from 'hono/html';
import type { Attempt, Notification } from '../notifications/notification.ts';
import { shortMoment } from './french.ts';
import type { Html } from './layout.ts';
import { action } from './panel-layout.ts';

const WORDS = { waiting: 'En attente', accepted: 'Acceptée', 'given-up': 'Abandonnée' };
const TONES = { waiting: '', accepted: 'good', 'given-up': 'bad' };

/** The page shows the newest notifications; `GET /_simulator/notifications` returns all that are kept. */
const MAX_SHOWN = 50;

/** The notifications and their delivery attempts, newest first. */
export function notificationsPage(notifications: readonly Notification[], url: string | null): Html {
  return html`<section class="card">
      ${
        url === null
          ? html`<p>Aucune adresse de notification n’est définie. <a href="/">En définir une</a></p>`
          : html`<p>Envoyées à <code>${url}</code></p>
            <div class="row">
              ${action('/_simulator/settle', 'Envoyer les notifications en attente')}
              ${action('/_simulator/notifications', 'Notifier un formulaire modifié', { eventType: 'Form' })}
              ${action('/_simulator/notifications', 'Notifier un changement de slug', { eventType: 'Organization', newSlug: 'nouveau-slug' })}
            </div>`
      }
    </section>
    ${notifications.slice(0, MAX_SHOWN).map(notificationCard)}`;
}

function notificationCard({ id, eventType, body, state, createdAt, attempts }: Notification): Html {
  return html`<section class="card">
    <h2>${eventType} n°\u00a0${id} <span class="badge ${TONES[state]}">${WORDS[state]}</span></h2>
    <p class="soft">Créée le ${shortMoment(createdAt)}</p>
    ${attempts.length > 0 ? html`<ul class="plain">${attempts.map(attemptLine)}</ul>` : ''}
    <details>
      <summary>Contenu</summary>
      <pre tabindex="0" role="region" aria-label="Contenu de la notification ${id}">${JSON.stringify(JSON.parse(body), null, 2)}</pre>
    </details>
    <div class="row">${action(`/_simulator/notifications/${id}/resend`, 'Renvoyer')}</div>
  </section>`;
}

function attemptLine({ at, status }: Attempt): Html {
  return html`<li>${shortMoment(at)}\u00a0: ${status === null ? 'pas de réponse' : `réponse ${status}`}</li>`;
}
