/** The association that the simulator plays. HelloAsso has its name; here it is made from its slug. */
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
