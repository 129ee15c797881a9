/** An organisation that collects payments. */
export interface Organization {
  /** Its slug at HelloAsso today. */
  readonly slug: string;
  /** Its earlier slugs: payers who left under one of them may still return. */
  readonly formerSlugs: readonly string[];
}

/** An offer, as far as it decides who collects. */
interface Collecting {
  readonly organization?: Organization;
}

/** The default organisation, that of the environment. */
interface Defaults {
  readonly helloasso: { readonly organization: Organization };
}

/** The default organisation and every offer. */
interface Declarations extends Defaults {
  readonly offers: ReadonlyMap<string, Collecting>;
}

/** The organisation that an offer collects for. */
export function organizationOf({ organization }: Collecting, { helloasso }: Defaults): Organization {
  return organization ?? helloasso.organization;
}

/** Every organisation that this proxy collects for: that of the environment, then those of offers. */
export function organizationsOf({ helloasso, offers }: Declarations): readonly Organization[] {
  const all = [helloasso.organization, ...[...offers.values()].flatMap(({ organization }) => organization ?? [])];
  const slugs = [...new Set(all.map(({ slug }) => slug))];
  return slugs.map((slug) => ({ slug, formerSlugs: all.flatMap((one) => (one.slug === slug ? one.formerSlugs : [])) }));
}

/** The organisation with this slug: a current slug wins over a former one. `undefined` when the proxy collects for no such one. */
export function findOrganization(declarations: Declarations, slug: string): Organization | undefined {
  const all = organizationsOf(declarations);
  return (
    all.find((organization) => organization.slug === slug) ?? all.find(({ formerSlugs }) => formerSlugs.includes(slug))
  );
}

/** Every slug of an organisation, the current one first. */
export function slugsOf({ slug, formerSlugs }: Organization): readonly string[] {
  return [slug, ...formerSlugs];
}
