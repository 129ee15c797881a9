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
