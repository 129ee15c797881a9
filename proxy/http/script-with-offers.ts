import { CARRIED_OFFERS, type CarriedOffers } from '../contract/carried-offers.ts';
import type { PublicOffer } from '../contract/offer.ts';
import { WidgetFile } from './widget-files.ts';

/** With the headers of the response, what fits the first flight of a new connection (RFC 6928: ten segments). */
const MAX_BROTLI_BYTES = 14_000;
/** A browser takes offers for new for five minutes (`widget/form/carried-offers.ts`), one of them in its cache. */
const REWRITE_AFTER_MS = 120_000;
const MAX_AGE_MS = 240_000;

/** A place for the offers, as any minifier quotes it. */
const PLACE = new RegExp(`(["'\`])${CARRIED_OFFERS}\\1`);

interface Copy {
  readonly file: WidgetFile;
  readonly offers: string;
  /** ms */
  readonly writtenAt: number;
}

/**
 * The entry of the script with the public offers in it, as long as they are few enough; else without any. It is written anew while it
 * is asked for, every two minutes and whenever an offer changes, as at midnight.
 */
export class ScriptWithOffers {
  readonly #entry: WidgetFile;
  readonly #offers: () => readonly PublicOffer[];
  readonly #now: () => number;
  #copy: Copy | undefined;
  #writing: Promise<Copy> | undefined;

  /** `now` in ms. */
  constructor(entry: WidgetFile, offers: () => readonly PublicOffer[], now: () => number) {
    this.#entry = entry;
    this.#offers = offers;
    this.#now = now;
  }

  /** The last copy while it is new enough; it is only compressed when a new one is written. */
  async file(): Promise<WidgetFile> {
    const offers = this.#offers();
    const text = JSON.stringify(offers);
    const age = this.#copy?.offers === text ? Math.abs(this.#now() - this.#copy.writtenAt) : Number.POSITIVE_INFINITY;
    if (age >= REWRITE_AFTER_MS) {
      this.#writing ??= this.#write(offers, text).finally(() => {
        this.#writing = undefined;
      });
    }
    const copy = age < MAX_AGE_MS ? this.#copy : await this.#writing;
    return copy?.file ?? this.#entry;
  }

  async #write(offers: readonly PublicOffer[], text: string): Promise<Copy> {
    const writtenAt = this.#now();
    const carried = JSON.stringify({ writtenAt, offers: offers.map(withoutHiddenFields) } satisfies CarriedOffers);
    // A string: JSON.parse reads it faster than the engine reads objects. Without `<`, nothing in it can end a script element.
    const literal = JSON.stringify(carried).replaceAll('<', '\\u003c');
    const script = Buffer.from(this.#entry.identity)
      .toString()
      .replace(PLACE, () => literal);
    const file = await new WidgetFile(Buffer.from(script)).compress();
    this.#copy = { file: file.br.length <= MAX_BROTLI_BYTES ? file : this.#entry, offers: text, writtenAt };
    return this.#copy;
  }
}

/** The script takes a field without a rule for hidden. */
function withoutHiddenFields(offer: PublicOffer): PublicOffer {
  return { ...offer, payer: Object.fromEntries(Object.entries(offer.payer).filter(([, rule]) => rule !== 'hidden')) };
}
