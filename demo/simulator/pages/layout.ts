import type { Context } from 'hono';
import { html } from 'hono/html';

/** Escaped markup. */
export type Html = ReturnType<typeof html>;

interface Page {
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
      'img-src data:', // an empty icon: Firefox would report its own request for /favicon.ico as blocked
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
    <link rel="icon" href="data:,">
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
