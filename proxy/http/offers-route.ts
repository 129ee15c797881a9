import type { Handler } from 'hono';
import { publicOffer, publicOffers } from '../checkouts/public-offer.ts';
import type { Config } from '../config/config.ts';
import type { PublicOffers } from '../contract/offer.ts';
import { Problem } from '../problem.ts';

interface Dependencies {
  readonly config: Pick<Config, 'helloasso' | 'offers'>;
  /** ms */
  readonly now: () => number;
}

const CACHE = 'public, max-age=60';

/** `GET /v1/offers` */
export function listOffers({ config, now }: Dependencies): Handler {
  return (c) => {
    c.header('Cache-Control', CACHE);
    return c.json({ offers: publicOffers(config, now()) } satisfies PublicOffers);
  };
}

/** `GET /v1/offers/{offer}` */
export function getOffer({ config, now }: Dependencies): Handler {
  return (c) => {
    const offer = config.offers.get(c.req.param('offer') ?? '');
    if (!offer) throw new Problem('offer-unknown', 'no offer of that id');
    c.header('Cache-Control', CACHE);
    return c.json(publicOffer(offer, config, now()));
  };
}
