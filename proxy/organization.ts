import type { Config } from './config/config.ts';
import type { Offer } from './offer.ts';

/** Who collects. */
export interface Organization {
  /** By which HelloAsso knows it today. */
  readonly slug: string;
  /** By which it was known when payers left who may still return. */
  readonly formerSlugs: readonly string[];
}

/** The organisation that an offer collects for. */
export function organizationOf({ organization }: Offer, { helloasso }: Pick<Config, 'helloasso'>): Organization {
  return organization ?? helloasso.organization;
}

/** Every organisation that this proxy collects for: that of the environment, then those of offers. */
export function organizationsOf({ helloasso, offers }: Config): readonly Organization[] {
  const all = [helloasso.organization, ...[...offers.values()].flatMap(({ organization }) => organization ?? [])];
  const slugs = [...new Set(all.map(({ slug }) => slug))];
  return slugs.map((slug) => ({ slug, formerSlugs: all.flatMap((one) => (one.slug === slug ? one.formerSlugs : [])) }));
}

/** The organisation of that slug: today's before a former one of another. Nothing where it is none of ours. */
export function findOrganization(config: Config, slug: string): Organization | undefined {
  const all = organizationsOf(config);
  return (
    all.find((organization) => organization.slug === slug) ?? all.find(({ formerSlugs }) => formerSlugs.includes(slug))
  );
}

/** Every slug of an organisation, today's first. */
export function slugsOf({ slug, formerSlugs }: Organization): readonly string[] {
  return [slug, ...formerSlugs];
}
