import type { Context } from 'hono';
import { html } from 'hono/html';

/** Escaped markup. */
export type Html = ReturnType<typeof html>;

/** A padlock in a circle. A page without an icon would request /favicon.ico, which its policy blocks. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="#4c40cf"/><path d="M12 15v-3a4 4 0 0 1 8 0v3" fill="none" stroke="#fff" stroke-width="2.5"/><rect x="9" y="14" width="14" height="10" rx="2" fill="#fff"/></svg>',
)}`;

interface Page {
  /** Of the document: first the state of the page, then its subject. */
  readonly title: string;
  readonly main: Html;
  /** Other origins that a form of the page can redirect to: browsers check `form-action` after redirects too. */
  readonly formTargets?: readonly string[];
  readonly status?: 200 | 400 | 403 | 404 | 409 | 410;
}

/** Responds with a page of the simulator: marked as a simulation, without scripts and without external resources. */
export async function page(c: Context, { title, main, formTargets = [], status = 200 }: Page): Promise<Response> {
  const headers = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [
      "default-src 'none'",
      "style-src 'self'",
      'img-src data:', // the icon
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  };
  return c.html(
    html`<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – simulation</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="/simulator.css">
  </head>
  <body>
    <header class="banner">Simulation — aucun argent réel</header>
    ${main}
  </body>
</html>`,
    status,
    headers,
  );
}

/** A page with one message. */
export function notice(title: string, text: string, after: Html | '' = ''): Html {
  return html`<main class="narrow">
    <section class="card">
      <h1>${title}</h1>
      <p>${text}</p>
      ${after}
    </section>
  </main>`;
}
