import { GIFT, MEMBERSHIP_IN_THREE, TICKET } from './offers.ts';
import { type Answer, ok, type Story } from './story.ts';

/** No server: the page itself answers requests to it. */
export const PROXY = 'https://paiement.example.org';
const PAYMENT_PAGE = 'https://www.helloasso-sandbox.com/associations/les-amis/checkout/0123';
const KEY = 'helloasso-checkout';

/** Answers requests to the proxy, and for the page itself where a story has a `source`. Keeps the browser on this page. */
export function installFakeProxy(story: Story): void {
  const realFetch = window.fetch;
  window.fetch = async (input, init) => {
    const { href, pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    if (story.source && href === location.href) return new Response(story.source);
    if (!href.startsWith(PROXY)) return realFetch(input, init);
    if (pathname === '/v1/offers') return give(ok({ offers: [GIFT, MEMBERSHIP_IN_THREE, TICKET] }));
    if (pathname.startsWith('/v1/offers/')) return give(story.offer ?? ok(GIFT));
    if (pathname === '/v1/checkouts') return give(story.checkout ?? CREATED);
    return give(story.outcome ?? 'hang');
  };
  // Browsers without the Navigation API leave for a payment page that does not exist.
  window.navigation?.addEventListener('navigate', (event) => {
    if (event.destination.url === PAYMENT_PAGE) event.preventDefault();
  });
  if (story.isFast) {
    const realSetTimeout = window.setTimeout;
    const fastSetTimeout = (handler: TimerHandler, ms = 0) => realSetTimeout(handler, ms / 100);
    Object.assign(window, { setTimeout: fastSetTimeout });
  }
  story.prepare?.();
}

/** Sets the address and the storage of the tab as they are when HelloAsso sends the payer back. */
export function arrive({ id, arrival, attributes }: Story): void {
  sessionStorage.removeItem(KEY);
  const url = new URL(`?state=${id}`, location.href);
  if (arrival) {
    const { step, draft, isElsewhere } = arrival;
    const offer = attributes?.offer ?? GIFT.id;
    const token = `e30.${btoa(JSON.stringify({ offer })).replaceAll('=', '')}.e30`;
    url.searchParams.set(KEY, token);
    if (step !== 'return') url.searchParams.set('helloasso-step', step);
    url.searchParams.set('checkoutIntentId', '4242');
    const record = { proxy: PROXY, step, token, offer, checkoutIntentId: 4242, draft, savedAt: Date.now() };
    if (!isElsewhere) sessionStorage.setItem(KEY, JSON.stringify([record]));
  }
  history.replaceState(null, '', url);
}

const CREATED: Answer = {
  body: {
    checkoutIntentId: 4242,
    redirectUrl: PAYMENT_PAGE,
    expiresAt: '2030-01-01T00:00:00Z',
    stateToken: 'e30.e30.e30',
  },
  init: { status: 201 },
};

async function give(answer: Answer): Promise<Response> {
  switch (answer) {
    case 'hang':
      return new Promise(() => {});
    case 'break':
      throw new TypeError('Failed to fetch');
    case 'time-out':
      throw new DOMException('The operation timed out.', 'TimeoutError');
    default:
      return Response.json(answer.body, answer.init);
  }
}
