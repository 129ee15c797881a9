import { loadChunk } from '../load-chunk.ts';
import { fr } from './fr.ts';
import type { Messages } from './messages.ts';

/**
 * The texts of a language by its tag (`en`, `en-GB`, `en_GB`). French is in the script; another language is a chunk, loaded from
 * beside the script or from `proxy`. A language that we do not have, or that does not load, is French too.
 */
export async function loadMessages(language: string, proxy: string): Promise<Messages> {
  try {
    const [primary = ''] = language.trim().toLowerCase().split(/[-_]/);
    return (await OTHERS.get(primary)?.(proxy)) ?? fr;
  } catch {
    return fr; // a form in French is better than no form
  }
}

const OTHERS = new Map<string, (proxy: string) => Promise<Messages>>([
  ['en', async (proxy) => (await loadChunk(() => import('./en.ts'), 'en', proxy)).en],
]);
