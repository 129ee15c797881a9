import { webcrypto } from 'node:crypto';

const TEXT = { encoder: new TextEncoder(), decoder: new TextDecoder() };
const IV_BYTES = 12;

/**
 * Encrypts what instances share, by AES-256-GCM under a key derived from `SIGNING_SECRET`. A text is bound to its name: under another
 * name it cannot be opened.
 */
export class Sealer {
  readonly #keys: Promise<readonly webcrypto.CryptoKey[]>;

  /** The first secret encrypts, all decrypt. */
  constructor(secrets: readonly Uint8Array[]) {
    this.#keys = Promise.all(secrets.map(deriveKey));
  }

  async seal(name: string, text: string): Promise<string> {
    const [key] = await this.#keys;
    if (!key) throw new TypeError('at least one signing secret is needed');
    const iv = webcrypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await webcrypto.subtle.encrypt(parameters(iv, name), key, TEXT.encoder.encode(text));
    return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64url');
  }

  /** `undefined` for what none of the secrets has sealed under this name. */
  async open(name: string, sealed: string): Promise<string | undefined> {
    const bytes = new Uint8Array(Buffer.from(sealed, 'base64url'));
    const [iv, data] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES)];
    for (const key of await this.#keys) {
      const opened = await webcrypto.subtle.decrypt(parameters(iv, name), key, data).catch(() => undefined);
      if (opened) return TEXT.decoder.decode(opened);
    }
    return undefined;
  }
}

async function deriveKey(secret: Uint8Array): Promise<webcrypto.CryptoKey> {
  const material = await webcrypto.subtle.importKey('raw', new Uint8Array(secret), 'HKDF', false, ['deriveKey']);
  const hkdf = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: TEXT.encoder.encode('helloasso-checkout shared state'),
  };
  return webcrypto.subtle.deriveKey(hkdf, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function parameters(iv: Uint8Array<ArrayBuffer>, name: string): webcrypto.AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: TEXT.encoder.encode(name) };
}
