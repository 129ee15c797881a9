/** Resolves once nothing is pressed. A message that came earlier could move what the payer is pressing. */
export async function pointerReleased(): Promise<void> {
  do await new Promise(requestAnimationFrame);
  while (document.querySelector(':active'));
}
