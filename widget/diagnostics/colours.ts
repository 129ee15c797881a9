/** A pair of the page's colours that WCAG 2.2 finds too close (1.4.3, 1.4.11). */
export interface ColourProblem {
  readonly topic: 'text-unreadable' | 'accent-text-unreadable' | 'accent-corrected';
  /** Such as `2.1`. */
  readonly ratio: string;
}

/** The first pair of the page's colours that is too close; `undefined` without a form, and where the surface is transparent. */
export function findColourProblem(root: ParentNode): ColourProblem | undefined {
  if (matchMedia('(forced-colors: active)').matches) return undefined; // the visitor's colours
  const card = root.querySelector('.card');
  const button = root.querySelector('[part=submit]');
  if (!card || !button) return undefined;
  const style = getComputedStyle(card);
  const { color: text, backgroundColor: surface } = style;
  const { color: accentText, backgroundColor: accent } = getComputedStyle(button);
  const pairs = [
    ['text-unreadable', text, surface, 4.5],
    ['accent-text-unreadable', accentText, accent, 4.5],
    // The element's own accent is corrected without a word on its own surface.
    ...(isSet('accent', style) || isSet('surface', style) ? [['accent-corrected', accent, surface, 3] as const] : []),
  ] as const;
  for (const [topic, front, back, least] of pairs) {
    const ratio = contrast(front, back);
    if (ratio < least) return { topic, ratio: ratio.toFixed(1) };
  }
  return undefined;
}

/** Whether the page has chosen this colour. */
function isSet(name: string, style: CSSStyleDeclaration): boolean {
  return style.getPropertyValue(`--helloasso-checkout-${name}`) !== '';
}

/** The contrast of two CSS colours, 1 to 21; 21 where one is transparent, as what lies below is not known. */
export function contrast(front: string, back: string): number {
  const [a, b] = [bytesOf(front), bytesOf(back)];
  return a && b ? contrastOfBytes(a, b) : 21;
}

/** The contrast of two colours by their bytes: red, green, blue. */
export function contrastOfBytes(front: readonly number[], back: readonly number[]): number {
  const [a, b] = [luminance(front), luminance(back)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Red, green and blue of a CSS colour in any syntax; `undefined` of a transparent one. */
function bytesOf(color: string): readonly number[] | undefined {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  if (!canvas) return undefined;
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return alpha === 255 ? [red, green, blue] : undefined;
}

/** The relative luminance as WCAG defines it. */
function luminance(bytes: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = bytes.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
