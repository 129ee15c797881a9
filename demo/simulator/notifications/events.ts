import { orderAnswer, paymentAnswer, paymentNotificationData } from '../api/order-answers.ts';
import type { Organization } from '../api/organization.ts';
import { apiDate } from '../dates.ts';
import type { Intent, Order, Payment } from '../ledger.ts';
import type { EventType } from './notification.ts';

/** What HelloAsso posts to the address that an association has registered. */
export interface Event {
  readonly eventType: EventType;
  readonly data: object;
  /** As the client sent it with the intent; at the root, not in `data`. */
  readonly metadata?: object;
}

export function orderEvent(order: Order, organization: Organization): Event {
  const data = orderAnswer(order, organization, { withFailedRefunds: false });
  return { data, eventType: 'Order', ...metadataOf(order.intent) };
}

export function paymentEvent(payment: Payment, organization: Organization, namesIntent: boolean): Event {
  const data = namesIntent
    ? paymentAnswer(payment, organization, { withFailedRefunds: false })
    : paymentNotificationData(payment, organization);
  return { data, eventType: 'Payment', ...metadataOf(payment.order.intent) };
}

/** Somebody edited a form of the association: noise that every receiver gets. */
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
    meta: { createdAt: apiDate(now), updatedAt: apiDate(now) },
  };
  return { data, eventType: 'Form' };
}

/** The association's slug changed. Only the announcement: the simulator keeps its own. */
export function organizationEvent({ slug }: Organization, newSlug: string): Event {
  return { data: { old_slug_organization: slug, new_slug_organization: newSlug }, eventType: 'Organization' };
}

function metadataOf({ body: { metadata } }: Intent): { metadata?: object } {
  return metadata ? { metadata } : {};
}
