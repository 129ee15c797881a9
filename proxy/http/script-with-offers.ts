import { CARRIED_OFFERS, type CarriedOffers } from '../contract/carried-offers.ts';
import type { PublicOffer } from '../contract/offer.ts';
import { WidgetFile } from './widget-files.ts';

/** With the headers of the response, what fits the first flight of a new connection (RFC 6928: ten segments). */
const MAX_BROTLI_BYTES = 14_000;
/** A page takes offers for new for five minutes (`widget/payment/renew-offer.ts`): four here, and one in a browser's cache. */
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
    const age = this.#copy?.offers === text ? this.#ageOf(this.#copy) : Number.POSITIVE_INFINITY;
    if (age >= REWRITE_AFTER_MS) {
      this.#writing ??= this.#write(offers, text).finally(() => {
        this.#writing = undefined;
      });
    }
    if (age < MAX_AGE_MS && this.#copy) return this.#copy.file;
    const copy = await this.#writing;
    return copy?.offers === text ? copy.file : this.file(); // one of older offers was under way
  }

  /** In ms. The plain entry does not age. */
  #ageOf({ file, writtenAt }: Copy): number {
    return file === this.#entry ? 0 : Math.abs(this.#now() - writtenAt);
  }

  /** Never fails: without a copy, the plain entry is what everyone gets. */
  async #write(offers: readonly PublicOffer[], text: string): Promise<Copy> {
    const writtenAt = this.#now();
    const carried = JSON.stringify({ writtenAt, offers: offers.map(withoutHiddenFields) } satisfies CarriedOffers);
    const literal = templateLiteral(carried);
    const script = Buffer.from(this.#entry.identity)
      .toString()
      .replace(PLACE, () => literal);
    const file = await compressed(new WidgetFile(Buffer.from(script)));
    const fits = file !== undefined && file.br.length <= MAX_BROTLI_BYTES;
    if (!fits) await compressed(this.#entry);
    this.#copy = { file: fits ? file : this.#entry, offers: text, writtenAt };
    return this.#copy;
  }
}

/** Quoted by `, as JSON is full of ". Without `<`, nothing in it can end a script element. */
function templateLiteral(text: string): string {
  return `\`${text.replace(/[\\`$]/g, '\\$&').replaceAll('<', '\\u003c')}\``;
}

async function compressed(file: WidgetFile): Promise<WidgetFile | undefined> {
  try {
    return await file.compress();
  } catch {
    return undefined; // no memory for it
  }
}

/** The script takes a field without a rule for hidden. */
function withoutHiddenFields(offer: PublicOffer): PublicOffer {
  return { ...offer, payer: Object.fromEntries(Object.entries(offer.payer).filter(([, rule]) => rule !== 'hidden')) };
}
