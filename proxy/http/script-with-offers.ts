import { CARRIED_OFFERS, type CarriedOffers } from '../contract/carried-offers.ts';
import type { PublicOffer } from '../contract/offer.ts';
import type { Environment } from '../environment.ts';
import { WidgetFile } from './widget-files.ts';

/**
 * Beyond 14,000 bytes a new connection needs one round trip more, as it would for a request for the offer: then the proxy at least is spared
 * that request. 2,000 bytes more, about a hundred short offers, are 10 ms of a slow phone's line.
 */
const MAX_BROTLI_BYTES = 16_000;
/** A page takes offers for new for five minutes (`widget/payment/renew-offer.ts`), of which one may pass in a browser's cache. */
const REWRITE_AFTER_MS = 120_000;

/** A place for the offers, as any minifier quotes it. */
const PLACE = new RegExp(`(["'\`])${CARRIED_OFFERS}\\1`);

interface Copy {
  readonly file: WidgetFile;
  readonly offers: string;
  /** ms */
  readonly writtenAt: number;
}

/**
 * The entry of the script with the public offers in it, as long as they are few enough; else without any. From the first request on it
 * is written anew every two minutes, behind the requests. Only an offer that has changed, as at midnight, makes a request wait.
 */
export class ScriptWithOffers {
  readonly #entry: WidgetFile;
  readonly #offers: () => readonly PublicOffer[];
  readonly #now: Environment['now'];
  readonly #log: Environment['log'];
  #copy: Copy | undefined;
  #writing: Promise<Copy> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(entry: WidgetFile, offers: () => readonly PublicOffer[], { now, log }: Pick<Environment, 'now' | 'log'>) {
    this.#entry = entry;
    this.#offers = offers;
    this.#now = now;
    this.#log = log;
  }

  /** The last copy of these offers, however old: a page asks again behind its form where it is too old. */
  async file(): Promise<WidgetFile> {
    const offers = JSON.stringify(this.#offers());
    if (this.#copy?.offers === offers) {
      if (this.#ageOf(this.#copy) >= REWRITE_AFTER_MS) void this.#rewrite(); // no timer has run
      return this.#copy.file;
    }
    const copy = await this.#rewrite();
    return copy.offers === offers ? copy.file : this.file(); // one of older offers was under way
  }

  /** One at a time. */
  #rewrite(): Promise<Copy> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** In ms. The plain entry does not age. */
  #ageOf({ file, writtenAt }: Copy): number {
    return file === this.#entry ? 0 : Math.abs(this.#now() - writtenAt);
  }

  /** Never fails: without a copy, the plain entry is what everyone gets. */
  async #write(): Promise<Copy> {
    const offers = this.#offers();
    const writtenAt = this.#now();
    const carried = JSON.stringify({ writtenAt, offers: offers.map(withoutHiddenFields) } satisfies CarriedOffers);
    const literal = templateLiteral(carried);
    const script = Buffer.from(this.#entry.identity)
      .toString()
      .replace(PLACE, () => literal);
    const file = await compressed(new WidgetFile(Buffer.from(script)));
    const fits = file !== undefined && file.br.length <= MAX_BROTLI_BYTES;
    if (fits) this.#rewriteLater();
    else await compressed(this.#entry);
    if (file && !fits && this.#copy?.file !== this.#entry) {
      const fields = { offers: offers.length, bytes: file.br.length };
      this.#log.info(fields, 'the script carries no offers, because they are too many: each form asks for its own');
    }
    this.#copy = { file: fits ? file : this.#entry, offers: JSON.stringify(offers), writtenAt };
    return this.#copy;
  }

  /**
   * For sites that have no visitor for minutes. The timer keeps neither the process nor a proxy that is no longer used. On Cloudflare it
   * would keep the object, for which its owner pays.
   */
  #rewriteLater(): void {
    clearTimeout(this.#timer);
    if (globalThis.navigator?.userAgent === 'Cloudflare-Workers') return;
    const reference = new WeakRef<ScriptWithOffers>(this);
    this.#timer = setTimeout(() => {
      const script = reference.deref();
      if (script) void script.#rewrite();
    }, REWRITE_AFTER_MS);
    this.#timer.unref?.(); // some runtimes have plain numbers
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
