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
    const load = OTHER_LANGUAGES.get(primary);
    if (load) return (await loadChunk(load, primary, proxy))[primary] ?? fr;
  } catch {} // a form in French is better than no form
  return fr;
}

/** By tag. Each module exports its texts under its tag. */
export const OTHER_LANGUAGES = new Map<string, () => Promise<Readonly<Record<string, Messages>>>>([
  ['de', () => import('./de.ts')],
  ['en', () => import('./en.ts')],
  ['es', () => import('./es.ts')],
  ['it', () => import('./it.ts')],
  ['nl', () => import('./nl.ts')],
  ['pt', () => import('./pt.ts')],
]);
