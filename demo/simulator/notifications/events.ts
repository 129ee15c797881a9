import { orderNotificationJson, paymentNotificationJson } from '../api/order-json.ts';
import { formatApiDate } from '../dates.ts';
import type { Organization } from '../organization.ts';
import type { Intent, Order, Payment } from '../store.ts';
import type { EventType } from './notification.ts';

/** The JSON body that HelloAsso posts to the association's notification address. */
export interface Event {
  readonly eventType: EventType;
  readonly data: object;
  /** The metadata of the intent: at the root, not in `data`. */
  readonly metadata?: object;
}

export function orderEvent(order: Order, organization: Organization): Event {
  return { data: orderNotificationJson(order, organization), eventType: 'Order', ...metadataOf(order.intent) };
}

export function paymentEvent(payment: Payment, organization: Organization, namesIntent: boolean): Event {
  const data = paymentNotificationJson(payment, organization, namesIntent);
  return { data, eventType: 'Payment', ...metadataOf(payment.order.intent) };
}

/** A form of the association was edited. Receivers get these too, and must ignore them. */
export function formEvent({ slug, name, origin }: Organization, now: number): Event {
  const data = {
    organizationName: name,
    organizationSlug: slug,
    tiers: [{ id: 1, label: 'Don libre', tierType: 'Donation', minAmount: 50 }],
    formSlug: 'dons',
    formType: 'Donation',
    state: 'Public',
    title: 'Formulaire de dons',
    url: `${origin}/associations/${slug}/formulaires/1`,
    meta: { createdAt: formatApiDate(now), updatedAt: formatApiDate(now) },
  };
  return { data, eventType: 'Form' };
}

/** The association's slug changed. The simulator itself keeps its slug. */
export function organizationEvent({ slug }: Organization, newSlug: string): Event {
  return { data: { old_slug_organization: slug, new_slug_organization: newSlug }, eventType: 'Organization' };
}

function metadataOf({ body: { metadata } }: Intent): { metadata?: object } {
  return metadata ? { metadata } : {};
}
