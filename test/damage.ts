/** A place in a JSON value, such as `order.payments[0].state`. */
export type Path = readonly (string | number)[];

/** A JSON value with one member deleted, emptied, of another type, or damaged. */
export interface Damaged {
  readonly path: Path;
  /** What was done to it, for the message of a failed test. */
  readonly how: string;
  readonly json: unknown;
}

const DELETED = Symbol('deleted');

/** Everything that can happen to any one member of a JSON value. */
export function* damagesOf(json: unknown): Generator<Damaged> {
  for (const [path, value] of membersIn(json)) {
    const others = [...(typeof path.at(-1) === 'string' ? [DELETED] : []), ...valuesInstead(value)];
    for (const other of others) {
      const how = other === DELETED ? 'deleted' : (JSON.stringify(other) ?? 'undefined');
      yield { path, how, json: replaced(json, path, other) };
    }
  }
}

/** `order.payments[].state`, whichever row it is. */
export function nameOf(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? '[]' : `.${part}`))
    .join('')
    .slice(1);
}

function* membersIn(value: unknown, path: Path = []): Generator<[Path, unknown]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, member] of entries) yield* membersIn(member, [...path, key]);
}

function valuesInstead(value: unknown): readonly unknown[] {
  const types = [null, '', 7.5, true, [], {}].filter((other) => JSON.stringify(other) !== JSON.stringify(value));
  if (typeof value === 'string') return [...types, value.slice(0, -1), `${value}x`, [value]];
  if (typeof value === 'number') return [...types, String(value), value + 0.5, -value, [value]];
  return types;
}

function replaced(json: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(json)) return json.map((one, index) => (index === key ? replaced(one, rest, other) : one));
  const members = { ...(json as Record<string, unknown>) };
  const member = replaced(members[key], rest, other);
  if (member === DELETED) delete members[key];
  else members[key] = member;
  return members;
}
