import { Problem } from '../problem.ts';

/** An order of twelve payments has some ten thousand bytes; a page of a hundred payments of a shop, a million. */
const MAX_BYTES = 10_000_000;

/** @throws Problem `helloasso-unavailable` for a body larger than any valid response. */
export async function responseText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Problem('helloasso-unavailable', 'the response of HelloAsso is too large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Whether a response is a web page instead of an answer of the API. */
export function isWebPage({ headers }: Response, text: string): boolean {
  return headers.get('content-type')?.startsWith('text/html') || /^\s*</.test(text);
}

/** The problem of a web page in place of an answer. It says nothing about our credentials. */
export function webPage(status: number): Problem {
  return new Problem(
    'helloasso-unavailable',
    `a web page (${status}) instead of an answer of HelloAsso: a firewall in front of it may block this server`,
  );
}
