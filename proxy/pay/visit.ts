import type { Context } from 'hono';
import { STEP_PARAMETER, type Step, TOKEN_PARAMETER } from '../contract/return-parameters.ts';
import { type PageTexts, textsFor } from './texts.ts';

/** Without script, an outcome that is not known yet is asked for again after these times, in seconds; then the payer decides. */
const REFRESHES_S = [2, 3, 5, 8, 13, 21];
const REFRESH_PARAMETER = 'refresh';

/** What the address of one request contains. Nothing of it is verified. */
export interface Visit {
  /** In the form of an offer's id. */
  readonly offer: string;
  readonly texts: PageTexts;
  /** An amount to begin with, as a person writes it. */
  readonly amount: string | undefined;
  /** The address of the page, with its language and amount, without what came with this visit. */
  readonly url: string;
  /** This very address. */
  readonly reloadUrl: string;
  /** The same, to be loaded by itself; absent once that was done often enough. */
  readonly refresh: { readonly url: string; readonly afterS: number } | undefined;
  /** Present when a payer comes back. */
  readonly returned: Returned | undefined;
}

interface Returned {
  /** Of the intent; empty where the payer turned back. */
  readonly id: string;
  readonly token: string;
  readonly step: Step;
}

/** `publicUrl` is the proxy's own address. */
export function readVisit(c: Context, publicUrl: string): Visit {
  const offer = plainId(c.req.param('offer') ?? '');
  const { lang, amount } = c.req.query();
  const texts = textsFor(lang);
  const { search } = new URL(c.req.url);
  const path = `/pay/${encodeURIComponent(offer)}`;
  const count = Number(c.req.query(REFRESH_PARAMETER) ?? 0);
  const afterS = REFRESHES_S[count];
  return {
    ...{ offer, texts, amount },
    url: publicUrl + path + queryOf({ lang: lang && texts.locale.slice(0, 2), amount: amount?.slice(0, 20) }),
    reloadUrl: publicUrl + path + search,
    refresh: afterS === undefined ? undefined : { url: publicUrl + path + withRefresh(search, count + 1), afterS },
    returned: returnedIn(search),
  };
}

/** An id as offers have it: phones write a capital first, and the end of a sentence sticks to an address. */
function plainId(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9-]+$/, '');
}

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : '';
}

/** Our parameters and HelloAsso's come last: those before are the page's own. */
function returnedIn(search: string): Returned | undefined {
  const start = search.search(new RegExp(`[?&]${TOKEN_PARAMETER}=`));
  if (start < 0) return undefined;
  const added = new URLSearchParams(search.slice(start + 1));
  const step = added.get(STEP_PARAMETER);
  return {
    id: added.get('checkoutIntentId') ?? '',
    token: added.get(TOKEN_PARAMETER) ?? '',
    step: step === 'back' || step === 'error' ? step : 'return',
  };
}

function withRefresh(search: string, count: number): string {
  const others = search
    .slice(1)
    .split('&')
    .filter((pair) => pair && !pair.startsWith(`${REFRESH_PARAMETER}=`));
  return `?${[`${REFRESH_PARAMETER}=${count}`, ...others].join('&')}`;
}
