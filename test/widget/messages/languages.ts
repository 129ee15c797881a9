import { de } from '../../../widget/messages/de.ts';
import { en } from '../../../widget/messages/en.ts';
import { es } from '../../../widget/messages/es.ts';
import { fr } from '../../../widget/messages/fr.ts';
import { frAddress } from '../../../widget/messages/fr-address.ts';
import { frOnDemand } from '../../../widget/messages/fr-on-demand.ts';
import { frReturn } from '../../../widget/messages/fr-return.ts';
import { it } from '../../../widget/messages/it.ts';
import type { AllMessages } from '../../../widget/messages/messages.ts';
import { nl } from '../../../widget/messages/nl.ts';
import { pt } from '../../../widget/messages/pt.ts';

export const FRENCH: AllMessages = { ...fr, ...frOnDemand, ...frAddress, ...frReturn };

/** Every language beside French, by its tag. */
export const OTHERS: Readonly<Record<string, AllMessages>> = { de, en, es, it, nl, pt };

/** What no payer reads as a sentence. */
const RULES: ReadonlySet<string> = new Set<keyof AllMessages>([
  'locale',
  'dir',
  'euros',
  'list',
  'firstDay',
  'day',
  'dayOfYear',
  'months',
]);

/** Every sentence by its path, such as `return-paid.0`. Of a text with plural forms: the form `other`. */
export function sentencesOf(messages: AllMessages): ReadonlyMap<string, string> {
  const entries: [string, unknown][] = Object.entries(messages).filter(([key]) => !RULES.has(key));
  return new Map(
    entries.flatMap(([key, value]) => {
      if (Array.isArray(value)) return value.map((text, index) => [`${key}.${index}`, String(text)] as const);
      return [[key, typeof value === 'string' ? value : (value as { other: string }).other] as const];
    }),
  );
}

/** French, with every sentence changed. */
function changed(change: (sentence: string) => string, more: Partial<AllMessages>): AllMessages {
  const entries = Object.entries(FRENCH).map(([key, value]: [string, unknown]) => {
    if (RULES.has(key)) return [key, value];
    return [key, Array.isArray(value) ? value.map(change) : change(String(value))];
  });
  return { ...(Object.fromEntries(entries) as AllMessages), ...more };
}

/** The words of a sentence: not the names of its places, such as `{amount}`. */
const WORDS = /(?<![{\p{L}])\p{L}+(?![\p{L}}])/gu;

/** A language 40 % longer than French: each word grows by half of its letters. */
export const LONG = changed(
  (sentence) => sentence.replace(WORDS, (word) => word + word.slice(0, Math.ceil(word.length / 2)).toLowerCase()),
  { locale: 'fr-x-long' },
);

const ARABIC_LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';

/** A language that is written from right to left, with a form of its own for two, and for three to ten. */
export const RIGHT_TO_LEFT = changed(
  (sentence) =>
    sentence.replace(WORDS, (word) =>
      word.replace(/./gu, (letter) => ARABIC_LETTERS.charAt((letter.codePointAt(0) ?? 0) % ARABIC_LETTERS.length)),
    ),
  {
    locale: 'ar',
    dir: 'rtl',
    list: ['، ', ' و'],
    severalTimes: { two: 'على دفعتين', few: 'على {0} دفعات', other: 'على {0} دفعة' },
    inSeveralTimes: { two: 'على دفعتين', few: 'على {0} دفعات', other: 'على {0} دفعة' },
  },
);

/** A language that Chromium does not have. The sentences that are not here are French. */
export const BRETON: AllMessages = {
  ...FRENCH,
  locale: 'br-FR',
  term: '{0}\u00a0d’an\u00a0{1}',
  list: [', ', ' ha '],
  firstDay: '1añ',
  months:
    'a\u00a0viz\u00a0Genver a\u00a0viz\u00a0Cʼhwevrer a\u00a0viz\u00a0Meurzh a\u00a0viz\u00a0Ebrel a\u00a0viz\u00a0Mae a\u00a0viz\u00a0Mezheven a\u00a0viz\u00a0Gouere a\u00a0viz\u00a0Eost a\u00a0viz\u00a0Gwengolo a\u00a0viz\u00a0Here a\u00a0viz\u00a0Du a\u00a0viz\u00a0Kerzu',
};
