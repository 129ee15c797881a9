import { contrastOfBytes } from '../widget/diagnostics/colours.ts';

/** Colours as `#rrggbb`. */
export interface Colours {
  readonly accent: string;
  readonly surface: string;
  readonly text: string;
}

/** `corrected`: too close, but the element finds another shade by itself. */
export interface Verdict {
  readonly level: 'good' | 'corrected' | 'bad';
  readonly sentence: string;
}

interface Judgement {
  readonly what: string;
  readonly ratio: (colours: Colours) => number;
  /** WCAG 2.2: 4.5 for text (1.4.3), 3 for edges (1.4.11). */
  readonly least: number;
  readonly good: string;
  readonly bad: string;
  readonly level: 'corrected' | 'bad';
  readonly advice: string;
}

const TEXT = { least: 4.5, good: 'facile à lire', bad: 'difficile à lire', level: 'bad' } as const;

const JUDGEMENTS: readonly Judgement[] = [
  {
    what: 'Le texte sur le fond',
    ratio: ({ text, surface }) => contrast(text, surface),
    ...TEXT,
    advice: 'Choisissez un texte et un fond plus contrastés.',
  },
  {
    what: 'Le texte sur le bouton',
    ratio: ({ accent }) => Math.max(contrast('#ffffff', accent), contrast('#000000', accent)),
    ...TEXT,
    advice: '',
  },
  {
    what: 'Les bords et les liens sur le fond',
    ratio: ({ accent, surface }) => contrast(accent, surface),
    ...{ least: 3, good: 'bien visibles', bad: 'peu visibles', level: 'corrected' },
    advice: 'Le formulaire les éclaircit ou les assombrit de lui-même.',
  },
];

/** Browsers that cannot choose between black and white for the text of the button: see the documentation, "Its look". */
const OLD_BROWSERS: Judgement = {
  what: 'Le texte sur le bouton, toujours blanc dans les navigateurs d’avant 2024',
  ratio: ({ accent }) => contrast('#ffffff', accent),
  ...TEXT,
  advice: 'Une couleur plus foncée convient à tous.',
};

/** What can be read with these colours, in words. Of several schemes the one with less contrast counts. */
export function judge(schemes: Readonly<Partial<Record<'light' | 'dark', Colours>>>): readonly Verdict[] {
  const old = verdictOf(OLD_BROWSERS, schemes);
  return [...JUDGEMENTS.map((judgement) => verdictOf(judgement, schemes)), ...(old.level === 'good' ? [] : [old])];
}

function verdictOf(judgement: Judgement, schemes: Parameters<typeof judge>[0]): Verdict {
  const { what, least, good, bad, level, advice } = judgement;
  const ratios = Object.entries(schemes).map(([scheme, colours]) => ({ scheme, ratio: judgement.ratio(colours) }));
  const { scheme, ratio } = ratios.reduce((one, other) => (other.ratio < one.ratio ? other : one));
  if (ratio >= least) return { level: 'good', sentence: `${what} : ${good} (${written(ratio)}).` };
  const where = ratios.length > 1 ? ` sur une page ${scheme === 'dark' ? 'sombre' : 'claire'}` : '';
  const verdict = `${what} : ${bad}${where} (${written(ratio)}, il faut ${written(least)}).`;
  return { level, sentence: `${verdict} ${advice}`.trim() };
}

/** Such as `4,5:1`. Rounded down, so that no ratio looks sufficient that is not. */
function written(ratio: number): string {
  return `${(Math.floor(ratio * 10) / 10).toString().replace('.', ',')}:1`;
}

function contrast(front: string, back: string): number {
  return contrastOfBytes(bytesOf(front), bytesOf(back));
}

function bytesOf(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
