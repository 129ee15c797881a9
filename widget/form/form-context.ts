import type { FormValues } from '../core/form-values-shape.ts';
import type { PricedOffer } from '../core/priced-offer.ts';
import type { FieldErrorName, Messages } from '../messages/messages.ts';

/** What each part of the form is drawn from. */
export interface FormContext {
  readonly offer: PricedOffer;
  readonly values: FormValues;
  /** What is wrong with a field, by its name: only of fields that the payer has changed and left, or after the button. */
  readonly errors: ReadonlyMap<string, FieldErrorName>;
  /** What the payer may want to know about a field, by its name. It keeps no form from being sent. */
  readonly hints: ReadonlyMap<string, string>;
  /** Whether messages beside fields are announced as they come: not after the button, which moves focus to the first of them. */
  readonly isAnnounced: boolean;
  readonly messages: Messages;
}
