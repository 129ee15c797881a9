import { Problem } from '../problem.ts';

/** An order of twelve payments has some ten thousand; a page of a hundred payments of a shop, a million. */
const MAX_ANSWER_BYTES = 10_000_000;

/** @throws Problem for a body that no answer of HelloAsso needs. */
export async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Problem('helloasso-unavailable', 'HelloAsso answered without an end');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
