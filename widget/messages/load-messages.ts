import { loadChunk } from '../load-chunk.ts';
import { fr } from './fr.ts';
import type { Messages } from './messages.ts';

/**
 * The texts of a language by its tag (`en`, `en-GB`, `en_GB`). French is in the script, and there at once; another language is a chunk,
 * loaded from beside the script or from `proxy`. A language that we do not have, or that does not load, is French too.
 */
export function loadMessages(language: string, proxy: string): Messages | Promise<Messages> {
  const [primary = ''] = language.trim().toLowerCase().split(/[-_]/);
  const load = OTHER_LANGUAGES.get(primary);
  if (!load) return fr;
  return loadChunk(load, primary, proxy).then(
    (chunk) => chunk[primary] ?? fr,
    () => fr, // a form in French is better than no form
  );
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
