import { placeAt } from './text-file.ts';

/** A JSON text as a person wrote it. `JSON.parse` reports its first error only, and not always where it is. */
export interface JsonSource {
  /** Also present after errors that leave no doubt, such as a trailing comma; `undefined` after any other. */
  readonly value: unknown;
  readonly errors: readonly JsonError[];
  /** Where a member begins; for a missing one, where the member begins that lacks it. */
  offsetOf(path: readonly PropertyKey[]): number;
}

export interface JsonError {
  readonly offset: number;
  /** The member that contains the error. */
  readonly path: readonly string[];
  readonly reason: string;
}

/** Reads a JSON text. A member that is written twice is an error, because the first would be lost. */
export function readJsonSource(text: string): JsonSource {
  const reader = new Reader(text);
  const value = reader.readAll();
  return { value, errors: reader.errors, offsetOf: (path) => reader.offsetOf(path.map(String)) };
}

const SPACE = /[ \t\r\n]*/y;
const TEXT = /"(?:[^"\\\n]|\\.)*"/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Ends the reading; the error itself is in the list. */
class Unreadable extends Error {}

class Reader {
  readonly errors: JsonError[] = [];
  readonly #text: string;
  readonly #offsets = new Map<string, number>();
  /** The names and indexes around what is read. */
  readonly #path: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): unknown {
    try {
      const value = this.#readValue();
      if (this.#next() !== '') this.#fail('the end of the file');
      return value;
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  offsetOf(path: readonly string[]): number {
    return this.#offsets.get(JSON.stringify(path)) ?? (path.length > 0 ? this.offsetOf(path.slice(0, -1)) : 0);
  }

  #readValue(): unknown {
    const start = this.#next();
    const key = JSON.stringify(this.#path);
    if (!this.#offsets.has(key)) this.#offsets.set(key, this.#at); // of a member, the place of its name counts
    if (start === '{') return this.#readObject();
    if (start === '[') return this.#readArray();
    if (start === '"') return this.#readText();
    return JSON.parse(this.#match(LITERAL) ?? this.#fail('a value, such as "gift" or 2000,'));
  }

  #readObject(): object {
    const members = new Map<string, unknown>();
    this.#readList('}', '"', () => {
      if (this.#next() !== '"') this.#fail('a name, such as "kind",');
      const offset = this.#at;
      const name = this.#readText();
      this.#path.push(name);
      if (members.has(name)) {
        const [line] = placeAt(this.#text, this.offsetOf(this.#path)).split(':');
        this.#report(`is already in line ${line}; remove one of the two`, offset);
        this.#forgetOffsets();
      }
      this.#offsets.set(JSON.stringify(this.#path), offset);
      if (this.#next() !== ':') this.#fail('a colon');
      this.#at += 1;
      members.set(name, this.#readValue());
      this.#path.pop();
    });
    return Object.fromEntries(members);
  }

  /** Of everything inside the current member, whose second value counts. */
  #forgetOffsets(): void {
    const inside = `${JSON.stringify(this.#path).slice(0, -1)},`;
    for (const key of this.#offsets.keys()) if (key.startsWith(inside)) this.#offsets.delete(key);
  }

  #readArray(): unknown[] {
    const values: unknown[] = [];
    this.#readList(']', '"{[-0123456789tfn', () => {
      this.#path.push(String(values.length));
      values.push(this.#readValue());
      this.#path.pop();
    });
    return values;
  }

  /** Reads entries with commas between, from the opening bracket to `end`. An entry begins with one of `starts`. */
  #readList(end: string, starts: string, readEntry: () => void): void {
    this.#at += 1;
    while (this.#next() !== end) {
      readEntry();
      const offset = this.#at;
      const separator = this.#next();
      if (separator === ',') {
        const comma = this.#at;
        this.#at += 1;
        if (this.#next() === end) this.#report(`the comma before ${end} is one too many; remove it`, comma);
      } else if (separator !== '' && starts.includes(separator)) {
        this.#report('a comma is missing here', offset);
      } else if (separator !== end) {
        this.#fail(`a comma or ${end}`);
      }
    }
    this.#at += 1;
  }

  #readText(): string {
    const start = this.#at;
    try {
      return JSON.parse(this.#match(TEXT) ?? '');
    } catch {
      this.#report('this text is not valid; write " at its end, \\n for a new line and \\\\ for a backslash', start);
      throw new Unreadable();
    }
  }

  /** Skips white space. Returns the next character, or nothing at the end. */
  #next(): string {
    this.#match(SPACE);
    return this.#text.charAt(this.#at);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [token] = pattern.exec(this.#text) ?? [];
    this.#at += token?.length ?? 0;
    return token;
  }

  #report(reason: string, offset = this.#at): void {
    this.errors.push({ offset, path: [...this.#path], reason });
  }

  #fail(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    if (rest === '') this.#report(`the file ends here, where ${expected} is expected`);
    else if (/^(\/[/*]|#)/.test(rest)) this.#report('JSON has no comments; remove this one');
    else if (/^['`´‘’‚“”„«»]/.test(rest)) this.#report('texts and names are in straight double quotes, such as "gift"');
    else if (/^[^\S \t\r\n]/.test(rest))
      this.#report('this is a special space, such as a no-break space; write an ordinary one');
    else this.#report(`${expected} is expected here`);
    throw new Unreadable();
  }
}
