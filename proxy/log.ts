/** The log of the proxy. No field ever holds a secret, a token, an address with a query, or personal data of a payer. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The reason of a failure, for the log. Use it only where no message can contain personal data or a secret. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'unknown';
}

/** Writes nothing. */
export const SILENT: Log = { info() {}, warn() {}, error() {} };
