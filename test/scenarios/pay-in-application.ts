import assert from 'node:assert/strict';
import type { Demo } from './set-up-demo.ts';

/**
 * Makes one payment in an application of `demo/frameworks`, which all show the same page: an object has filled the form in, the event of a
 * choice arrives, and so does the event of the verified outcome. Fails if the console has a warning or an error.
 */
export async function payInApplication(demo: Demo, url: string): Promise<void> {
  const { page, leave } = await demo.visit(url);
  await page.getByRole('radio', { name: /^20\s€/ }).check();
  await page.locator('#chosen').getByText('2000').waitFor();
  assert.equal(await page.getByLabel('Prénom').inputValue(), 'Camille');
  await page.getByRole('button', { name: /^Donner 20\s€/ }).click();
  assert.equal(await page.getByLabel('Adresse e-mail').inputValue(), 'camille@example.org');
  await page.getByRole('button', { name: 'Payer', exact: true }).click();
  await page.getByRole('heading', { name: 'Merci !' }).waitFor();
  await page.locator('#outcome').getByText('paid').waitFor();
  await leave();
}
