import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Asks questions on a terminal, one line each. What is typed is shown while a question is open that may show it, and at no other time:
 * neither a secret, nor what is typed before its question. Nothing is kept for the arrow keys.
 */
export class Terminal {
  readonly #output: NodeJS.WritableStream;
  readonly #readline: Interface;
  readonly #lines: string[] = [];
  #isShowing = false;
  #isClosed = false;
  #wake = () => {};

  constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
    this.#output = output;
    const shown = new Writable({
      write: (chunk, _, done) => {
        if (this.#isShowing) output.write(chunk);
        done();
      },
    });
    this.#readline = createInterface({ input, output: shown, terminal: true, historySize: 0 });
    this.#readline.on('line', (line) => {
      this.#isShowing = false; // at once: the rest of what was pasted may be the secret
      this.#lines.push(line);
      this.#wake();
    });
    this.#readline.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  say(text: string): void {
    this.#output.write(`${text}\n`);
  }

  /** The next line, once it is typed; `undefined` when the person has ended the questions (Ctrl-C, Ctrl-D). */
  async ask(prompt: string, isSecret: boolean): Promise<string | undefined> {
    const isHidden = isSecret || this.#lines.length > 0;
    if (isHidden) {
      this.#output.write(prompt);
    } else {
      this.#isShowing = true;
      this.#readline.setPrompt(prompt);
      this.#readline.prompt(true); // with what was typed before it
    }
    while (this.#lines.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#isShowing = false;
    const answer = this.#lines.shift();
    if (isHidden || answer === undefined) this.#output.write('\n');
    return answer;
  }

  close(): void {
    this.#readline.close();
  }
}
