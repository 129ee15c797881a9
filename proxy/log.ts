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

const MAX_TEXT = 200;
const MAX_ENTRIES = 10;

/** A log whose lines are short, whatever a request or a response of HelloAsso contains: texts and lists are cut. */
export function withShortLines(log: Log): Log {
  const short =
    (level: keyof Log): Log['info'] =>
    (fields, message) =>
      log[level](
        Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cut(value)])),
        cutText(message),
      );
  return { info: short('info'), warn: short('warn'), error: short('error') };
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (!Array.isArray(value)) return value;
  const more = value.length - MAX_ENTRIES;
  return [...value.slice(0, MAX_ENTRIES).map(cut), ...(more > 0 ? [`and ${more} more`] : [])];
}

function cutText(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
