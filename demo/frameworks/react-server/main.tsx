import 'helloasso-checkout/define';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { GiftPage } from './gift-page.tsx';

const main = document.querySelector('main');
if (main) {
  hydrateRoot(
    main,
    <StrictMode>
      <GiftPage />
    </StrictMode>,
  );
}
