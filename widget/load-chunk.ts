/** The version of the script, where the build puts it; absent in the modules for bundlers, which bring their own chunks. */
declare const SCRIPT_VERSION: string | undefined;

/**
 * Loads a chunk from beside the script. Where it is missing there (a copy of the script alone), the proxy has the same file. It is not
 * asked for a chunk that the page's import map names: the map may give a hash for one address, which another address would evade.
 * @throws where it does not load.
 */
export async function loadChunk<Chunk>(load: () => Promise<Chunk>, name: string, proxy: string): Promise<Chunk> {
  if (typeof SCRIPT_VERSION !== 'undefined') preloadShared();
  try {
    return await load();
  } catch (cause) {
    const maps = [...document.querySelectorAll<HTMLScriptElement>('[type=importmap]')];
    const isMapped = maps.some(({ text }) => text.includes(`/${name}.js"`));
    if (typeof SCRIPT_VERSION === 'undefined' || !proxy || isMapped) throw cause;
    return import(/* @vite-ignore */ `${proxy.replace(/\/+$/, '')}/v${SCRIPT_VERSION}/${name}.js`);
  }
}

/**
 * Loads what several chunks import, a file that the build calls `shared.js`: at the same moment as them, not a round trip later. The
 * bundler must not see this import: it would make an object of the module by a `for … in`, which fails on pages that extend
 * `Object.prototype`.
 */
function preloadShared(): void {
  import(/* @vite-ignore */ `./v${SCRIPT_VERSION}/shared.js`).catch(() => {}); // a chunk that needs it fails by itself
}
