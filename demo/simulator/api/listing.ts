import type { Context } from 'hono';
import * as z from 'zod';
import { momentOf } from '../dates.ts';
import type { Order } from '../ledger.ts';
import { PAYMENT_STATES } from '../states.ts';
import type { FieldFaults } from './errors.ts';

const DEFAULT_PAGE_SIZE = 20;
/** HelloAsso's own maximum is not published. */
const MAX_PAGE_SIZE = 100;

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]).transform(momentOf);
const FORM_TYPES = ['CrowdFunding', 'Membership', 'Event', 'Donation', 'PaymentForm', 'Checkout', 'Shop'] as const;

const listQuery = z.object({
  from: moment.optional(),
  to: moment.optional(),
  userSearchKey: z.string().optional(),
  pageIndex: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  continuationToken: z.string().optional(),
  sortOrder: z.enum(['Asc', 'Desc']).default('Desc'),
  sortField: z.enum(['Date', 'UpdateDate', 'CreationDate']).default('Date'),
  formTypes: z.array(z.enum(FORM_TYPES)).optional(),
  states: z.array(z.enum(PAYMENT_STATES)).optional(),
});

export type ListQuery = z.infer<typeof listQuery>;

type Reading = { readonly ok: true; readonly query: ListQuery } | { readonly ok: false; readonly faults: FieldFaults };

/** Reads the parameters of a listing. What HelloAsso answers to a wrong one is not known: here, a field fault. */
export function readListQuery(c: Context): Reading {
  const { formTypes, states, ...lists } = c.req.queries();
  const singles = Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values[0]]));
  const { success, data, error } = listQuery.safeParse({ ...singles, formTypes, states });
  if (success) return { ok: true, query: data };
  const faults = error.issues.map(({ path: [name = '$', index] }) => [
    String(name),
    [
      `The value '${String(index === undefined ? singles[String(name)] : c.req.queries(String(name))?.[Number(index)])}' is not valid.`,
    ],
  ]);
  return { ok: false, faults: Object.fromEntries(faults) };
}

/** Whether the payer's first name, last name or e-mail contains what is searched. */
export function matchesSearch({ payer }: Order, { userSearchKey }: ListQuery): boolean {
  const key = userSearchKey?.toLowerCase();
  return !key || Object.values(payer).some((text: string) => text.toLowerCase().includes(key));
}

/** Whether a moment lies in the asked period, its end excluded. */
export function isWithin(at: number, { from = 0, to = Number.POSITIVE_INFINITY }: ListQuery): boolean {
  return at >= from && at < to;
}

/**
 * One page of a list sorted in ascending order. The continuation token names the last item of the page before: new items
 * do not shift what follows.
 */
export function paginate<Item extends { readonly id: number }>(
  ascending: readonly Item[],
  { pageIndex, pageSize, continuationToken, sortOrder }: ListQuery,
  answer: (item: Item) => object,
): object {
  const ordered = sortOrder === 'Asc' ? ascending : ascending.toReversed();
  const start = continuationToken === undefined ? (pageIndex - 1) * pageSize : indexAfter(continuationToken, ordered);
  const items = ordered.slice(start, start + pageSize);
  const last = items.at(-1);
  return {
    data: items.map(answer),
    pagination: {
      pageSize,
      totalCount: ordered.length,
      pageIndex,
      totalPages: Math.ceil(ordered.length / pageSize),
      ...(last && { continuationToken: Buffer.from(String(last.id)).toString('base64url') }),
    },
  };
}

/** Behind the end for a token that names nothing, so that nobody walks in circles. */
function indexAfter(continuationToken: string, ordered: readonly { readonly id: number }[]): number {
  const last = Buffer.from(continuationToken, 'base64url').toString();
  const index = ordered.findIndex(({ id }) => String(id) === last);
  return index < 0 ? ordered.length : index + 1;
}
