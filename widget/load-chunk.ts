/** The version of the script, where the build puts it; absent in the modules for bundlers, which bring their own chunks. */
declare const SCRIPT_VERSION: string | undefined;

/**
 * Loads a chunk from beside the script. Where it is missing there (a copy of the script alone), the proxy has the same file.
 * @throws where neither has it.
 */
export async function loadChunk<Chunk>(load: () => Promise<Chunk>, name: string, proxy: string): Promise<Chunk> {
  try {
    return await load();
  } catch (cause) {
    if (typeof SCRIPT_VERSION === 'undefined' || !proxy) throw cause;
    return import(/* @vite-ignore */ `${proxy.replace(/\/+$/, '')}/v${SCRIPT_VERSION}/${name}.js`);
  }
}
