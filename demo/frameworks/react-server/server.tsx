import { renderToString } from 'react-dom/server';
import { GiftPage } from './gift-page.tsx';

/** The HTML of the page, for `main` in index.html. */
export function render(): string {
  return renderToString(<GiftPage />);
}
