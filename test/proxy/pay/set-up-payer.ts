import assert from 'node:assert/strict';
import { setUp } from '../set-up.ts';

export const PAY_URL = 'https://pay.example.org';

const PAGE = {
  PUBLIC_URL: PAY_URL,
  SITE_URL: 'https://www.example.org/',
  ORGANIZATION_NAME: 'Les Amis du Jardin',
};

/** The headers of a form that this page has sent. */
const FROM_THE_PAGE = { origin: PAY_URL, 'sec-fetch-site': 'same-origin' };

/** What a payer sees of one response, with plain spaces. */
export interface Seen {
  readonly response: Response;
  readonly html: string;
  /** Without tags. */
  readonly text: string;
}

/** A payer with a client that only knows HTTP: no script, no cookie. It sends the headers of a form from this page, or others where given. */
export function setUpPayer({ environment, ...options }: Parameters<typeof setUp>[0] = {}) {
  const proxy = setUp({ environment: { ...PAGE, ...environment }, ...options });
  const see = async (response: Response): Promise<Seen> => {
    const html = (await response.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ').replaceAll('&#39;', '’');
    const [, body = ''] = /<body>(.*)<\/body>/s.exec(html) ?? [];
    return { response, html, text: body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
  };
  const open = async (path: string) => see(await proxy.ask(path));
  const send = (body: BodyInit, { path = '/pay/don', headers = FROM_THE_PAGE }: Sending = {}) =>
    proxy.ask(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });
  return {
    ...proxy,
    see,
    open,
    /** Sends a form as it was shown, with these fields filled in. */
    submit: (page: Seen, fields: Readonly<Record<string, string>>, sending: Sending = {}) => {
      const path = new URL(actionIn(page)).pathname + new URL(actionIn(page)).search;
      const body = new URLSearchParams({ ...fields, token: tokenIn(page) }).toString();
      return send(body, { path, ...sending });
    },
    send,
    /** Where a response sends the payer to pay. */
    paymentPage(response: Response): string {
      assert.equal(response.status, 303);
      return response.headers.get('location') ?? assert.fail('no location');
    },
  };
}

interface Sending {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function tokenIn({ html }: Seen): string {
  return /name="token" value="([^"]+)"/.exec(html)?.[1] ?? assert.fail('the page has no form');
}

function actionIn({ html }: Seen): string {
  return /<form method="post" action="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? assert.fail('no form');
}

/** The value that a field of the page has. */
export function valueIn({ html }: Seen, name: string): string | undefined {
  return new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`).exec(html)?.[1];
}
