import type { HelloassoCheckout } from 'helloasso-checkout';
import type {} from 'helloasso-checkout/react';
import { useCallback, useState } from 'react';

/** Where your proxy is; the build puts it here. */
declare const PROXY_URL: string;

const PAYER = { firstName: 'Camille', email: 'camille@example.org' };

/**
 * A page that is drawn on the server first. When React takes such a page over, it gives a custom element neither objects nor handlers. So they
 * are given to the element itself.
 */
export function GiftPage() {
  const [amountCents, setAmountCents] = useState<number>();
  const [outcome, setOutcome] = useState('');
  const form = useCallback((element: HelloassoCheckout) => {
    const listeners = new AbortController();
    const { signal } = listeners;
    element.payer = PAYER;
    element.addEventListener('helloasso-change', (event) => setAmountCents(event.amountCents), { signal });
    element.addEventListener('helloasso-outcome', (event) => setOutcome(event.outcome.outcome), { signal });
    return () => listeners.abort();
  }, []);
  return (
    <>
      <h1>Un formulaire dans une page que React écrit sur le serveur</h1>
      <helloasso-checkout ref={form} proxy={PROXY_URL} offer="don">
        <a href={`${PROXY_URL}/pay/don`}>Donner</a>
      </helloasso-checkout>
      <p>
        Choisi : <output id="chosen">{amountCents}</output>. Résultat : <output id="outcome">{outcome}</output>.
      </p>
    </>
  );
}
