import { html, raw } from 'hono/html';
import { fill } from '../../widget/messages/format.ts';
import type { PayPageConfig } from '../config/config.ts';
import { STYLE } from './style.ts';
import { afterDe, type Words } from './words.ts';

/** A piece of HTML, escaped. */
export type Html = ReturnType<typeof html>;

interface Page {
  readonly words: Words;
  /** Of the response's Content-Security-Policy. */
  readonly styleNonce: string;
  /** What the page is about; the name of the association comes after it. */
  readonly title: string;
  /** Whether `title` is in French, whatever the language of the page. */
  readonly isTitleFrench?: boolean;
  readonly description: string;
  /** The address of the page, without what came with one visit. */
  readonly url: string;
  /** What has happened, for the tab: before the title. */
  readonly news?: string | undefined;
  /** For browsers that run scripts: before anything is drawn, so that no form is replaced under a payer’s hands. */
  readonly scripts: readonly string[];
  /** Without script, the page is loaded again from this address after that time. */
  readonly refresh?: { readonly url: string; readonly afterS: number } | undefined;
  readonly body: Html;
}

/** The whole document. It takes nothing from elsewhere, and asks for no icon. */
export function renderPage(page: Page, { siteUrl, organizationName }: PayPageConfig): Html {
  const { words, styleNonce, title, isTitleFrench, description, url, news, scripts, refresh, body } = page;
  const name = organizationName ? `${title} – ${organizationName}` : title;
  const ofName = organizationName && (words.locale.startsWith('fr') ? afterDe(organizationName) : organizationName);
  const back = ofName ? fill(words.backToSite, ofName).join('') : words.backToSiteOfAssociation;
  return html`<!doctype html>
<html lang="${words.locale.slice(0, 2)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <link rel="icon" href="data:,">
    <title>${news ? `${news} – ` : ''}${name}</title>
    <meta name="description" content="${description}">
    <meta property="og:type" content="website">
    <meta property="og:title" content="${name}">
    <meta property="og:description" content="${description}">
    <meta property="og:url" content="${url}">
    <meta property="og:locale" content="${words.locale.replace('-', '_')}">
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
    ${siteUrl && html`<footer><a href="${siteUrl}">${back}</a></footer>`}
  </body>
</html>
`;
}
