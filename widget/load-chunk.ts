/** The version of the script, where the build puts it; absent in the modules for bundlers, which bring their own chunks. */
declare const SCRIPT_VERSION: string | undefined;

/**
 * Loads a chunk from beside the script. Where it is missing there (a copy of the script alone), the proxy has the same file. It is not
 * asked for a chunk that the page's import map names: the map may give a hash for one address, which another address would evade.
 * @throws where it does not load.
 */
export async function loadChunk<Chunk>(load: () => Promise<Chunk>, name: string, proxy: string): Promise<Chunk> {
  import('./shared-by-chunks.ts').catch(() => {}); // a chunk that needs it fails by itself
  try {
    return await load();
  } catch (cause) {
    const maps = [...document.querySelectorAll<HTMLScriptElement>('[type=importmap]')];
    const isMapped = maps.some(({ text }) => text.includes(`/${name}.js"`));
    if (typeof SCRIPT_VERSION === 'undefined' || !proxy || isMapped) throw cause;
    return import(/* @vite-ignore */ `${proxy.replace(/\/+$/, '')}/v${SCRIPT_VERSION}/${name}.js`);
  }
}
