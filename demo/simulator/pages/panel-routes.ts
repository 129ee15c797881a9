import { Hono } from 'hono';
import { readId } from '../api/query.ts';
import { intentDetail } from '../controls/answers.ts';
import type { Parts } from '../parts.ts';
import { intentPage } from './intent-page.ts';
import { intentsPage } from './intents-page.ts';
import { notice, page } from './layout.ts';
import { notificationsPage } from './notifications-page.ts';
import { panelPage } from './panel-layout.ts';
import { settingsPage } from './settings-page.ts';
import { STYLE } from './style.ts';

const PAGE_SIZE = 20;

/** The control panel: what a person sees of the simulator, and the buttons that do what a test does by JSON. */
export function panelRoutes({ bank, clock, faults, ledger, organization, outbox, switches, tokens }: Parts): Hono {
  const route = new Hono();

  route.get('/simulator.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  route.get('/', (c) => {
    const content = settingsPage({ now: clock.now(), faults: faults.list(), tokens: tokens.living(), switches });
    return panelPage(c, 'Réglages du simulateur', content);
  });

  route.get('/intentions', (c) => {
    const totalPages = Math.max(1, Math.ceil(ledger.intents.length / PAGE_SIZE));
    const asked = Number(c.req.query('page') ?? 1);
    const pageIndex = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), totalPages) : 1;
    const intents = ledger.newestIntents(pageIndex, PAGE_SIZE);
    return panelPage(c, 'Intentions de paiement', intentsPage({ intents, pageIndex, totalPages }, bank));
  });

  route.get('/intentions/:id', (c) => {
    const intent = ledger.intent(readId(c));
    if (!intent) {
      const main = notice('Intention introuvable', 'Aucune intention de paiement ne porte ce numéro.');
      return page(c, { title: 'Intention introuvable', main, status: 404 });
    }
    const content = intentPage(intent, bank, intentDetail(intent, bank, organization));
    return panelPage(c, `${intent.body.itemName} (n°\u00a0${intent.id})`, content);
  });

  route.get('/notifications', (c) =>
    panelPage(c, 'Notifications', notificationsPage(outbox.list().toReversed(), switches.notificationUrl)),
  );

  return route;
}
