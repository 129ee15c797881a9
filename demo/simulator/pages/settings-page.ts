import { html } from 'hono/html';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../clock.ts';
import type { Fault } from '../controls/input-schemas.ts';
import type { AccessToken } from '../oauth/tokens.ts';
import type { Switches } from '../switches.ts';
import { faultsCard } from './faults-card.ts';
import { shortMoment, timeOfDay } from './french.ts';
import type { Html } from './layout.ts';
import { action } from './panel-layout.ts';
import { switchesCard } from './switches-card.ts';

interface Settings {
  readonly now: number;
  readonly faults: readonly Fault[];
  readonly tokens: readonly AccessToken[];
  readonly switches: Readonly<Switches>;
}

/** The clock, the pending faults, the active tokens and every switch. */
export function settingsPage({ now, faults, tokens, switches }: Settings): Html {
  return html`${clockCard(now)} ${faultsCard(faults)} ${tokensCard(tokens)} ${switchesCard(switches)}`;
}

function clockCard(now: number): Html {
  const leaps = [
    { label: '1 minute', ms: MINUTE_MS },
    { label: '15 minutes', ms: 15 * MINUTE_MS },
    { label: '1 heure', ms: HOUR_MS },
    { label: '1 jour', ms: DAY_MS },
    { label: '1 mois', ms: 31 * DAY_MS },
  ];
  return html`<section class="card">
    <h2>Horloge</h2>
    <p>Il est <strong>${shortMoment(now)}</strong> dans la simulation. Avancer de\u00a0:</p>
    <div class="row">${leaps.map(({ label, ms }) => action('/_simulator/clock', label, { advanceMs: ms }))}</div>
  </section>`;
}

function tokensCard(tokens: readonly AccessToken[]): Html {
  return html`<section class="card">
    <h2>Jetons d’accès</h2>
    <p>${tokens.length === 0 ? 'Aucun jeton valide.' : `${tokens.length} valide${tokens.length > 1 ? 's' : ''}, vingt au plus.`}</p>
    ${
      tokens.length > 0
        ? html`<ul class="plain">
          ${tokens.map(({ privileges, expiresAt }) => html`<li>Jusqu’à ${timeOfDay(expiresAt)}\u00a0: ${privileges.join(', ')}</li>`)}
        </ul>`
        : ''
    }
    <div class="row">
      ${action('/_simulator/tokens/expire', 'Faire expirer les jetons d’accès')}
      ${action('/_simulator/tokens/expire', 'Faire expirer tous les jetons', { refreshTokens: 'true' })}
    </div>
  </section>`;
}
