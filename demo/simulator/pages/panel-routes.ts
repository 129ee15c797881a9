import { type Context, Hono } from 'hono';
import { readId } from '../api/parameters.ts';
import type { SimulatorContext } from '../context.ts';
import type { ControlError } from '../controls/control-error.ts';
import { intentDetail } from '../controls/intent-json.ts';
import { intentPage } from './intent-page.ts';
import { intentsPage } from './intents-page.ts';
import { notice, page } from './layout.ts';
import { notificationsPage } from './notifications-page.ts';
import { panelPage } from './panel-layout.ts';
import { settingsPage } from './settings-page.ts';
import { STYLE } from './style.ts';

const PAGE_SIZE = 20;

/** The control panel: pages that show the simulator, with forms that post to the control routes. */
export function panelRoutes({
  payments,
  clock,
  faults,
  store,
  organization,
  outbox,
  switches,
  tokens,
}: SimulatorContext): Hono {
  const route = new Hono();

  route.get('/simulator.css', (c) => c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  route.get('/', (c) => {
    const content = settingsPage({ now: clock.now(), faults: faults.list(), tokens: tokens.active(), switches });
    return panelPage(c, 'Réglages du simulateur', content);
  });

  route.get('/intentions', (c) => {
    const totalPages = Math.max(1, Math.ceil(store.intents.length / PAGE_SIZE));
    const asked = Number(c.req.query('page') ?? 1);
    const pageIndex = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), totalPages) : 1;
    const intents = store.newestIntents(pageIndex, PAGE_SIZE);
    return panelPage(c, 'Intentions de paiement', intentsPage({ intents, pageIndex, totalPages }, payments));
  });

  route.get('/intentions/:id', (c) => {
    const intent = store.intent(readId(c));
    if (!intent) {
      const main = notice('Intention introuvable', 'Aucune intention de paiement ne porte ce numéro.');
      return page(c, { title: 'Erreur\u00a0: intention introuvable', main, status: 404 });
    }
    const content = intentPage(intent, payments, intentDetail(intent, payments, organization));
    return panelPage(c, `${intent.body.itemName} (n°\u00a0${intent.id})`, content);
  });

  route.get('/notifications', (c) =>
    panelPage(c, 'Notifications', notificationsPage(outbox.list().toReversed(), switches.notificationUrl)),
  );

  return route;
}

/** The page that answers a form of the panel when a control rejects its input. */
export function controlErrorPage(c: Context, { message, status }: ControlError): Promise<Response> {
  return page(c, { title: 'Erreur\u00a0: réglage refusé', main: notice('Réglage refusé', message), status });
}
