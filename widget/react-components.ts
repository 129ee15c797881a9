/**
 * Components of both elements, for React 18, which gives a custom element neither objects nor handlers, and for pages that a server draws:
 * where React 19 takes such a page over, it gives them none either. `build-framework-types.ts` writes their types.
 */
import { createComponent } from '@lit/react';
import * as React from 'react';
import './define.ts';
import type { HelloassoCheckout as CheckoutElement } from './helloasso-checkout.ts';
import type { HelloassoResult as ResultElement } from './helloasso-result.ts';

/** Every event, by the prop that handles it. */
type Events = {
  [Name in keyof GlobalEventHandlersEventMap as Name extends `helloasso-${infer Last}`
    ? `onHelloasso${Capitalize<Last>}`
    : never]: Name;
};

/** What text cannot hold: it is set as a property. React has all else, and writes it as attributes, on a server too. */
const PROPERTIES = { prototype: { payer: '', metadata: '', messages: '', amountCents: 0 } };

const RESULT_EVENTS = {
  onHelloassoError: 'helloasso-error',
  onHelloassoOutcome: 'helloasso-outcome',
} as const satisfies Partial<Events>;

const EVENTS = {
  onHelloassoReady: 'helloasso-ready',
  onHelloassoChange: 'helloasso-change',
  onHelloassoSubmit: 'helloasso-submit',
  onHelloassoRedirect: 'helloasso-redirect',
  ...RESULT_EVENTS,
} as const satisfies Events;

export const HelloassoCheckout = createComponent({
  react: React,
  tagName: 'helloasso-checkout',
  displayName: 'HelloassoCheckout',
  elementClass: PROPERTIES as unknown as typeof CheckoutElement,
  events: EVENTS,
});

export const HelloassoResult = createComponent({
  react: React,
  tagName: 'helloasso-result',
  displayName: 'HelloassoResult',
  elementClass: PROPERTIES as unknown as typeof ResultElement,
  events: RESULT_EVENTS,
});
