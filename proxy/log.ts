/** Where the proxy tells what it did. No field ever holds a secret, a token, an address with a query, or a payer. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Why something failed, for the log. Only where no message can hold a person or a secret. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'unknown';
}

/** Says nothing. */
export const SILENT: Log = { info() {}, warn() {}, error() {} };
