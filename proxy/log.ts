/** Where the proxy tells what it did. No field ever holds a secret, a token, an address with a query, or a payer. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Says nothing. */
export const SILENT: Log = { info() {}, warn() {}, error() {} };
