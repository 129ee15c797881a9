// `npm run screenshots`: a picture of every story of the demo, for a person to look at.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GROUPS, STORIES } from '../demo/states/stories.ts';
import type { Story } from '../demo/states/story.ts';
import { openStoryBook } from './scenarios/story-page.ts';

const FOLDER = 'screenshots';
const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'] as const;
const PAGES_AT_ONCE = 4;

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER);
const book = await openStoryBook();
const waiting = [...STORIES];
const failures: unknown[] = [];
try {
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, takePictures));
} finally {
  await book.close();
}
for (const width of WIDTHS) await writeFile(join(FOLDER, `${width}.html`), contactSheet(width));
for (const failure of failures) process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n\n`);
process.stdout.write(`${STORIES.length - failures.length} of ${STORIES.length} stories are in ${FOLDER}/\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function takePictures(): Promise<void> {
  for (let story = waiting.shift(); story; story = waiting.shift()) {
    const { id } = story;
    const done = book.open(story, async (page) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 100 });
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height }); // the whole of it, at once
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(FOLDER, nameOf(id, width, colorScheme)) });
        }
      }
    });
    await done.catch((error) => failures.push(error));
  }
}

function nameOf(id: string, width: number, colorScheme: string): string {
  return `${id}-${width}-${colorScheme}.png`;
}

/** All pictures of one width, light beside dark. */
function contactSheet(width: number): string {
  const figures = ({ id, title }: Story) => {
    const pictures = SCHEMES.map((scheme) => `<img src="${nameOf(id, width, scheme)}" alt="">`);
    return `<figure><figcaption>${id}: ${title}</figcaption>${pictures.join('')}</figure>`;
  };
  const groups = Object.entries(GROUPS).map(([name, stories]) => `<h2>${name}</h2>${stories.map(figures).join('')}`);
  return `<!doctype html><meta charset="utf-8"><title>${width} px</title>
<style>
  body { background: #888; font-family: sans-serif }
  figure { display: inline-block; margin: 1rem; vertical-align: top }
  img { inline-size: ${Math.min(width, 640)}px; vertical-align: top }
</style>
${groups.join('\n')}
`;
}
