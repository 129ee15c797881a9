// `npm run picture`: the picture of both READMEs, demo/form.webp: a gift, a membership in the colours of a site, a verified outcome.
import { writeFile } from 'node:fs/promises';
import { type PageServer, servePages } from './scenarios/page-server.ts';
import { type Demo, startDemo } from './scenarios/set-up-demo.ts';

const pages = await servePages();
const demo = await startDemo(pages.origin);
try {
  await writeFile('demo/form.webp', await compose(await takePictures(demo, pages), demo));
} finally {
  await demo.close();
  pages.close();
}

/** PNG files of the three. */
async function takePictures({ stack: { proxyUrl }, visit }: Demo, { files, origin }: PageServer): Promise<Buffer[]> {
  files.set(
    '/forms.html',
    `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Formulaires</title><link rel="icon" href="data:,">
<script type="module" src="${proxyUrl}/helloasso-checkout.js"></script>
<style>
  body { display: flex; gap: 1rem; align-items: start; background: #eef1f0; --helloasso-checkout-font: Inter, system-ui, sans-serif }
  helloasso-checkout { inline-size: 340px; --helloasso-checkout-block-size: 0 }
  #adhesion { --helloasso-checkout-accent: #b3412e; --helloasso-checkout-radius: 14px; --helloasso-checkout-font: Georgia, serif }
</style>
<helloasso-checkout id="don" proxy="${proxyUrl}" offer="don"></helloasso-checkout>
<helloasso-checkout id="adhesion" proxy="${proxyUrl}" offer="adhesion" instalments="3"></helloasso-checkout>`,
  );
  const { page, leave } = await visit(`${origin}/forms.html`, { deviceScaleFactor: 1.5 });
  const gift = page.locator('#don');
  await gift.getByRole('radio', { name: /^50\s€/ }).check();
  const forms = [await gift.screenshot(), await page.locator('#adhesion').screenshot()];
  await gift.getByRole('button', { name: /^Donner/ }).click();
  await page.getByRole('button', { name: 'Payer', exact: true }).click();
  await page.getByRole('heading', { name: 'Merci !' }).waitFor();
  await page.mouse.click(1, 1); // focus leaves the heading
  const outcome = await gift.screenshot();
  await leave();
  return [...forms, outcome];
}

/** One WebP file with the pictures side by side. */
async function compose(pictures: readonly Buffer[], { visit }: Demo): Promise<Buffer> {
  const { page, leave } = await visit();
  const sources = pictures.map((picture) => `data:image/png;base64,${picture.toString('base64')}`);
  const url = await page.evaluate(async (sources) => {
    const GAP = 36;
    const images = await Promise.all(
      sources.map(async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        return image;
      }),
    );
    const canvas = document.createElement('canvas');
    canvas.width = images.reduce((sum, { width }) => sum + width + GAP, GAP);
    canvas.height = Math.max(...images.map(({ height }) => height)) + 2 * GAP;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = '#eef1f0';
    context.fillRect(0, 0, canvas.width, canvas.height);
    let x = GAP;
    for (const image of images) {
      context.drawImage(image, x, GAP);
      x += image.width + GAP;
    }
    return canvas.toDataURL('image/webp', 0.8);
  }, sources);
  await leave();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
