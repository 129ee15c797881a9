import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of every file of the built script by its path, such as `helloasso-checkout.js` and `v1.2.3/en.js`; empty when the script is not
 * built. The build of the server puts the texts themselves in the place of this module, so that they are inside whatever bundle or
 * runtime the proxy is in (`embedScript` in vite.config.ts).
 */
export function readScriptFiles(): ReadonlyMap<string, string> {
  const folder = join(import.meta.dirname, '../dist/script');
  const paths = listFiles(folder).filter((path) => path.endsWith('.js'));
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}
