import { HelloassoCheckout } from 'helloasso-checkout/react-components';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

const PROXY_URL: string = import.meta.env.VITE_PROXY_URL;
const PAYER = { firstName: 'Camille', email: 'camille@example.org' };

function GiftPage() {
  const [amountCents, setAmountCents] = useState<number>();
  const [outcome, setOutcome] = useState('');
  return (
    <>
      <h1>Un formulaire dans React 18</h1>
      <HelloassoCheckout
        proxy={PROXY_URL}
        offer="don"
        payer={PAYER}
        onHelloassoChange={(event) => setAmountCents(event.amountCents)}
        onHelloassoOutcome={(event) => setOutcome(event.outcome.outcome)}
      >
        <a href={`${PROXY_URL}/pay/don`}>Donner</a>
      </HelloassoCheckout>
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
