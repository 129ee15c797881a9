import 'helloasso-checkout/define';
import type {} from 'helloasso-checkout/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Where your proxy is; the build puts it here. */
declare const PROXY_URL: string;

const PAYER = { firstName: 'Camille', email: 'camille@example.org' };

function GiftPage() {
  const [amountCents, setAmountCents] = useState<number>();
  const [outcome, setOutcome] = useState('');
  return (
    <>
      <h1>Un formulaire dans React</h1>
      <helloasso-checkout
        proxy={PROXY_URL}
        offer="don"
        payer={PAYER}
        onhelloasso-change={(event) => setAmountCents(event.amountCents)}
        onhelloasso-outcome={(event) => setOutcome(event.outcome.outcome)}
      >
        <a href={`${PROXY_URL}/pay/don`}>Donner</a>
      </helloasso-checkout>
      <p>
        Choisi : <output id="chosen">{amountCents}</output>. Résultat : <output id="outcome">{outcome}</output>.
      </p>
    </>
  );
}

const main = document.querySelector('main');
if (main) {
  createRoot(main).render(
    <StrictMode>
      <GiftPage />
    </StrictMode>,
  );
}
