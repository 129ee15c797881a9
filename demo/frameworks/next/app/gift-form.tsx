'use client';

import { HelloassoCheckout } from 'helloasso-checkout/react-components';
import { useState } from 'react';

const PROXY_URL = process.env.NEXT_PUBLIC_PROXY_URL;
const PAYER = { firstName: 'Camille', email: 'camille@example.org' };

/** React gives a tag neither objects nor handlers when it takes over the HTML of the server; these components do. */
export function GiftForm() {
  const [amountCents, setAmountCents] = useState<number>();
  const [outcome, setOutcome] = useState('');
  return (
    <>
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
