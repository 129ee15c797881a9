import { html } from 'hono/html';
import { PRIVILEGES, type Switches } from '../switches.ts';
import type { Html } from './layout.ts';
import { inputField, type Option, selectField } from './panel-layout.ts';

const YES_NO: readonly Option[] = [
  { value: 'true', label: 'Oui' },
  { value: 'false', label: 'Non' },
];

/** Every switch, in one form. */
export function switchesCard(switches: Readonly<Switches>): Html {
  const yesNo = (name: keyof Switches, label: string) =>
    selectField({ name, label, options: YES_NO, selected: String(switches[name]) });
  const choice = (name: keyof Switches, label: string, ...options: Option[]) =>
    selectField({ name, label, options, selected: String(switches[name]) });
  return html`<section class="card">
    <h2>Comportement</h2>
    <form method="post" action="/_simulator/switches">
      <fieldset>
        <legend>Compte et jetons</legend>
        <div class="pair">
          ${yesNo('canCollect', 'L’association peut encaisser')} ${yesNo('limits', 'Limites des jetons')}
          ${choice('expiresInAs', 'expires_in', { value: 'number', label: 'Nombre' }, { value: 'string', label: 'Texte' })}
          ${choice('invalidClientStatus', 'Identifiants faux', { value: '400', label: '400' }, { value: '401', label: '401' })}
        </div>
        ${privilegeChoices(switches.privileges)}
      </fieldset>
      <fieldset>
        <legend>Paiements</legend>
        <div class="pair">
          ${yesNo('allowHttpLoopback', 'Adresses http locales acceptées')} ${yesNo('strictTerms', 'Règles d’échéances strictes')}
          ${choice('laterInstalments', 'Échéances à venir', { value: 'collected', label: 'Encaissées' }, { value: 'refused', label: 'Refusées' })}
          ${yesNo('showRefusedOrders', 'Commandes refusées visibles')}
          ${inputField('orderLagMs', 'Retard des commandes (ms)', switches.orderLagMs, { type: 'number', min: 0 })}
        </div>
      </fieldset>
      <fieldset>
        <legend>Notifications</legend>
        ${inputField('notificationUrl', 'Adresse', switches.notificationUrl ?? '', { type: 'url' })}
        ${inputField('signatureKey', 'Clé de signature', switches.signatureKey ?? '')}
        <div class="pair">
          ${choice('notificationTiming', 'Moment', { value: 'after-redirect', label: 'Après le retour' }, { value: 'before-redirect', label: 'Avant le retour' })}
          ${choice('notificationOrder', 'Ordre', { value: 'as-they-happen', label: 'Chronologique' }, { value: 'reversed', label: 'Inversé' })}
          ${inputField('notificationCopies', 'Exemplaires', switches.notificationCopies, { type: 'number', min: 1, max: 5 })}
          ${yesNo('paymentNamesIntent', 'checkoutIntentId dans Payment')}
        </div>
      </fieldset>
      <button class="primary">Appliquer</button>
    </form>
  </section>`;
}

function privilegeChoices(granted: Switches['privileges']): Html {
  return html`<fieldset>
    <legend class="minor">Privilèges des prochains jetons</legend>
    <input type="hidden" name="privileges[]" value="">
    <div class="row">
      ${PRIVILEGES.map((privilege) => {
        const mark = granted.includes(privilege) ? html`checked` : '';
        return html`<label class="checkbox"><input type="checkbox" name="privileges[]" value="${privilege}" ${mark}> ${privilege}</label>`;
      })}
    </div>
  </fieldset>`;
}
