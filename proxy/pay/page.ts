import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { fill } from '../../widget/messages/format.ts';
import type { Config, PayPageConfig } from '../config/config.ts';
import { HELLOASSO_DOMAINS } from '../contract/trusted-hosts.ts';
import { STYLE } from './style.ts';
import { afterDe, type PageTexts } from './texts.ts';

/** A piece of HTML, escaped. */
export type Html = ReturnType<typeof html>;

/** What differs between the responses. */
export interface PageContent {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly texts: PageTexts;
  /** What the page is about; the name of the association comes after it. */
  readonly title: string;
  /** Whether `title` is in French, whatever the language of the page. */
  readonly isTitleFrench?: boolean;
  /** What has happened: before the title, in the tab. */
  readonly titlePrefix?: string | undefined;
  readonly description: string;
  /** The address of the page, without what came with one visit. */
  readonly url: string;
  /** For browsers that run scripts, and know `blocking`: before anything is drawn. */
  readonly scripts: readonly string[];
  /** Without script, the page is loaded again from this address after that time. */
  readonly refresh?: { readonly url: string; readonly afterS: number } | undefined;
  readonly body: Html;
}

interface Settings {
  readonly page: PayPageConfig;
  readonly config: Pick<Config, 'helloasso'>;
}

/** The page as a response: one document, which takes nothing from elsewhere. */
export async function pageResponse(c: Context, content: PageContent, { page, config }: Settings): Promise<Response> {
  const { status = 200, headers = {} } = content;
  const styleNonce = randomBytes(16).toString('base64');
  const document = await renderDocument(content, styleNonce, page);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  c.header('Content-Security-Policy', contentPolicy(styleNonce, page, config));
  c.header('Referrer-Policy', 'same-origin'); // else a browser sends the form with `Origin: null`
  c.header('X-Robots-Tag', 'noindex');
  if (page.frameOrigins.length > 0) c.header('X-Frame-Options', undefined); // it knows no list
  return c.html(String(document), status as 200);
}

function contentPolicy(styleNonce: string, page: PayPageConfig, { helloasso }: Settings['config']): string {
  const domain = HELLOASSO_DOMAINS[helloasso.environment];
  const payment = helloasso.isOverridden ? helloasso.apiOrigin : `https://${domain} https://*.${domain}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    `style-src 'nonce-${styleNonce}'`,
    `form-action 'self' ${payment}`, // Chromium asks for redirects too
    `frame-ancestors ${page.frameOrigins.join(' ') || "'none'"}`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types helloasso-checkout',
  ].join('; ');
}

function renderDocument(content: PageContent, styleNonce: string, page: PayPageConfig): Html {
  const { texts, title, isTitleFrench, titlePrefix, description, url, scripts, refresh, body } = content;
  const { siteUrl, organizationName, frameOrigins } = page;
  const name = organizationName ? `${title} – ${organizationName}` : title;
  const ofName = organizationName && (texts.locale.startsWith('fr') ? afterDe(organizationName) : organizationName);
  const back = ofName ? fill(texts.backToSite, ofName).join('') : texts.backToSiteOfAssociation;
  return html`<!doctype html>
<html lang="${texts.locale.slice(0, 2)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <link rel="icon" href="data:,">
    <title>${titlePrefix && `${titlePrefix} – `}${name}</title>
    <meta name="description" content="${description}">
    <meta property="og:type" content="website">
    <meta property="og:title" content="${name}">
    <meta property="og:description" content="${description}">
    <meta property="og:url" content="${url}">
    <meta property="og:locale" content="${texts.locale.replace('-', '_')}">
    ${organizationName && html`<meta property="og:site_name" content="${organizationName}">`}
    ${refresh && html`<noscript><meta http-equiv="refresh" content="${refresh.afterS}; url=${refresh.url}"></noscript>`}
    <style nonce="${styleNonce}">${raw(STYLE)}</style>
    ${scripts.map((script) => html`<script type="module" src="${script}" blocking="render"></script>`)}
  </head>
  <body>
    ${organizationName && html`<header>${organizationName}</header>`}
    <main>
      <h1${isTitleFrench ? raw(' lang="fr"') : ''}>${title}</h1>
      ${body}
    </main>
    ${siteUrl && html`<footer><a href="${siteUrl}"${leavesFrame(frameOrigins)} rel="noreferrer">${back}</a></footer>`}
  </body>
</html>
`;
}

/** The payment and the association's site never open in a frame. */
export function leavesFrame(frameOrigins: PayPageConfig['frameOrigins']): Html | '' {
  return frameOrigins.length > 0 ? html` target="_top"` : '';
}
