import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import 'helloasso-checkout/define';
import type { Payer } from 'helloasso-checkout';

@Component({
  selector: 'app-gift-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Un formulaire dans Angular</h1>
    <helloasso-checkout
      [proxy]="proxyUrl"
      offer="don"
      [payer]="payer"
      (helloasso-change)="amountCents.set($event.amountCents)"
      (helloasso-outcome)="outcome.set($event.outcome.outcome)"
    >
      <a [href]="proxyUrl + '/pay/don'">Donner</a>
    </helloasso-checkout>
    <p>
      Choisi : <output id="chosen">{{ amountCents() }}</output>. Résultat : <output id="outcome">{{ outcome() }}</output>.
    </p>
  `,
})
export class GiftPage {
  readonly proxyUrl = 'https://paiement.example.org';
  readonly payer: Payer = { firstName: 'Camille', email: 'camille@example.org' };
  readonly amountCents = signal<number | undefined>(undefined);
  readonly outcome = signal('');
}
