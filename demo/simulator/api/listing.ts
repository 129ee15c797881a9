import type { Context } from 'hono';
import * as z from 'zod';
import { apiDateSchema, parseApiDate } from '../dates.ts';
import { PAYMENT_STATES } from '../states.ts';
import type { Order } from '../store.ts';
import type { FieldErrors } from './errors.ts';

const DEFAULT_PAGE_SIZE = 20;
/** HelloAsso's own maximum is not published. */
const MAX_PAGE_SIZE = 100;

const moment = apiDateSchema.transform(parseApiDate);
const FORM_TYPES = ['CrowdFunding', 'Membership', 'Event', 'Donation', 'PaymentForm', 'Checkout', 'Shop'] as const;

function capitalized(value: unknown): unknown {
  return typeof value === 'string' ? value.charAt(0).toUpperCase() + value.slice(1).toLowerCase() : value;
}

const listQuery = z.object({
  from: moment.optional(),
  to: moment.optional(),
  userSearchKey: z.string().optional(),
  pageIndex: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  continuationToken: z.string().optional(),
  sortOrder: z.preprocess(capitalized, z.enum(['Asc', 'Desc'])).default('Desc'), // published clients send `asc`
});

type ListQuery = z.infer<typeof listQuery>;

/** Parameters of `GET …/orders`. */
export const orderQuery = listQuery.extend({ formTypes: z.array(z.enum(FORM_TYPES)).optional() });

/** Parameters of `GET …/items`. `tierName`, `withDetails` and `sortField` have no effect. */
export const itemQuery = listQuery.extend({
  tierTypes: z.array(z.string()).optional(),
  itemStates: z.array(z.string()).optional(),
});

/** Parameters of `GET …/payments`. */
export const paymentQuery = listQuery.extend({
  states: z.array(z.enum(PAYMENT_STATES)).optional(),
  sortField: z.enum(['Date', 'UpdateDate', 'CreationDate']).default('Date'),
});

export type PaymentQuery = z.infer<typeof paymentQuery>;

type Reading<Query> =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly errors: FieldErrors };

/** Reads the parameters of a list. HelloAsso's response to an invalid one is not known: here it is a field error. */
export function readListQuery<Schema extends z.ZodType>(c: Context, schema: Schema): Reading<z.output<Schema>> {
  const { formTypes, states, tierTypes, itemStates, ...lists } = c.req.queries();
  const singles = Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values[0]]));
  const { success, data, error } = schema.safeParse({ ...singles, formTypes, states, tierTypes, itemStates });
  if (success) return { ok: true, query: data };
  const errors = error.issues.map(({ path: [name = '$', index] }) => [
    String(name),
    [
      `The value '${String(index === undefined ? singles[String(name)] : c.req.queries(String(name))?.[Number(index)])}' is not valid.`,
    ],
  ]);
  return { ok: false, errors: Object.fromEntries(errors) };
}

/** Whether the payer's first name, last name or email contains `userSearchKey`. */
export function matchesSearch({ payer }: Order, { userSearchKey }: ListQuery): boolean {
  const key = userSearchKey?.toLowerCase();
  return !key || Object.values(payer).some((text: string) => text.toLowerCase().includes(key));
}

/** Whether a moment is between `from` and `to`; `to` is excluded. */
export function isWithin(at: number, { from = 0, to = Number.POSITIVE_INFINITY }: ListQuery): boolean {
  return at >= from && at < to;
}

/**
 * One page of a list that is sorted in ascending order. The continuation token names the last item of the previous page:
 * new items do not shift the next page. The only end is an empty page: HelloAsso counts nothing, and repeats the last token.
 */
export function paginate<Item extends { readonly id: number }>(
  ascending: readonly Item[],
  { pageIndex, pageSize, continuationToken, sortOrder }: ListQuery,
  toJson: (item: Item) => object,
): object {
  const ordered = sortOrder === 'Asc' ? ascending : ascending.toReversed();
  const start = continuationToken === undefined ? (pageIndex - 1) * pageSize : indexAfter(continuationToken, ordered);
  const items = ordered.slice(start, start + pageSize);
  const last = items.at(-1);
  const next = last ? Buffer.from(String(last.id)).toString('base64url') : continuationToken;
  return {
    data: items.map(toJson),
    pagination: {
      pageSize,
      totalCount: -1,
      pageIndex,
      totalPages: -1,
      ...(next !== undefined && { continuationToken: next }),
    },
  };
}

/** The end of the list for an unknown token, so that a client never reads the list in a loop. */
function indexAfter(continuationToken: string, ordered: readonly { readonly id: number }[]): number {
  const last = Buffer.from(continuationToken, 'base64url').toString();
  const index = ordered.findIndex(({ id }) => String(id) === last);
  return index < 0 ? ordered.length : index + 1;
}
