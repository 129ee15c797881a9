import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, gzipSync } from 'node:zlib';
import { readScriptFiles } from '../script-files.ts';

/** One built file of the widget. */
export class WidgetFile {
  readonly identity: Uint8Array<ArrayBuffer>;
  #gzip: Uint8Array<ArrayBuffer> | undefined;
  #br: Uint8Array<ArrayBuffer> | undefined;

  constructor(content: Uint8Array) {
    this.identity = new Uint8Array(content);
  }

  /** Compressed at the first request, then kept. */
  get gzip(): Uint8Array<ArrayBuffer> {
    this.#gzip ??= new Uint8Array(gzipSync(this.identity, { level: 9 }));
    return this.#gzip;
  }

  /** Compresses on another thread, so that the first request does not wait for it. */
  async compress(): Promise<this> {
    this.#br ??= new Uint8Array(await promisify(brotliCompress)(this.identity));
    return this;
  }

  get br(): Uint8Array<ArrayBuffer> {
    this.#br ??= new Uint8Array(brotliCompressSync(this.identity));
    return this.#br;
  }
}

/** The built files by path, such as `helloasso-checkout.js` and `v1.2.3/en.js`; empty when the widget is not built. */
export type WidgetFiles = ReadonlyMap<string, WidgetFile>;

export function readWidgetFiles(): WidgetFiles {
  return new Map([...readScriptFiles()].map(([path, text]) => [path, new WidgetFile(Buffer.from(text))]));
}

/** The file for the path of an address. The entry exists at the root and under its version, so that its imports resolve from both. */
export function findWidgetFile(files: WidgetFiles, path: string): WidgetFile | undefined {
  const [version = ''] = /^v[^/]+\//.exec(path) ?? [];
  const isBuilt = version !== '' && [...files.keys()].some((file) => file.startsWith(version));
  return files.get(path) ?? (isBuilt ? files.get(path.slice(version.length)) : undefined);
}
