/** The association that the simulator represents. HelloAsso stores a name; here the name is derived from the slug. */
export interface Organization {
  readonly slug: string;
  readonly name: string;
  /** Origin of the payment pages and receipts. */
  readonly origin: string;
}

export function organizationOf(slug: string, origin: string): Organization {
  const name = slug.replaceAll('-', ' ');
  return { slug, origin, name: name.charAt(0).toUpperCase() + name.slice(1) };
}

/** Address of the association's public page on HelloAsso; every other page of the association is below it. */
export function organizationUrl({ origin, slug }: Organization): string {
  return `${origin}/associations/${slug}`;
}

/** Address of an intent's payment page, HelloAsso's `redirectUrl`. */
export function paymentPageUrl(organization: Organization, { key }: { readonly key: string }): string {
  return `${organizationUrl(organization)}/checkout/${key}`;
}
