/** What one field of the payer is, for the form, the offers file and the request. */
interface PayerFieldDefinition {
  /**
   * Where the form shows it: with the name, once a company pays, or with the postal address. An offers file that says nothing asks
   * for the fields of the person alone, as optional.
   */
  readonly group: 'person' | 'company' | 'address';
  readonly format: 'text' | 'email' | 'country';
  /** The token of HTML's `autocomplete` attribute. */
  readonly autocomplete: string;
}

/** Whether the form asks for something, and whether it insists. A page may give what the form does not ask. */
export type FieldRule = 'hidden' | 'optional' | 'required';

/**
 * Every field that a form may ask of the payer, in the order of the form. Names and formats: `payer` of `InitCheckoutBody` in
 * HelloAsso's OpenAPI document.
 */
export const PAYER_FIELDS = {
  firstName: { group: 'person', format: 'text', autocomplete: 'given-name' },
  lastName: { group: 'person', format: 'text', autocomplete: 'family-name' },
  email: { group: 'person', format: 'email', autocomplete: 'email' },
  /** Only where a company pays; the names are then those of a person of it. */
  companyName: { group: 'company', format: 'text', autocomplete: 'organization' },
  /** Number and street, on one line. */
  address: { group: 'address', format: 'text', autocomplete: 'address-line1' },
  zipCode: { group: 'address', format: 'text', autocomplete: 'postal-code' },
  city: { group: 'address', format: 'text', autocomplete: 'address-level2' },
  /** ISO 3166-1 alpha-3, such as `FRA`: HelloAsso refuses two letters, which the token `country` would mean. */
  country: { group: 'address', format: 'country', autocomplete: 'country-name' },
} as const satisfies Readonly<Record<string, PayerFieldDefinition>>;

/** What a form may ask of the payer. */
export type PayerField = keyof typeof PAYER_FIELDS;

/** The fields of one group. */
export type FieldOf<Group extends PayerFieldDefinition['group']> = {
  [Field in PayerField]: (typeof PAYER_FIELDS)[Field]['group'] extends Group ? Field : never;
}[PayerField];

/**
 * The token of each field of one group. The element's chunks repeat the tokens that they draw, because the whole table would cost
 * the entry of the script more; TypeScript refuses a list that lacks a field, or has another token.
 */
export type TokensOf<Group extends PayerFieldDefinition['group']> = {
  readonly [Field in FieldOf<Group>]: (typeof PAYER_FIELDS)[Field]['autocomplete'];
};

export const PAYER_FIELD_NAMES = Object.keys(PAYER_FIELDS) as readonly PayerField[];

/** One value for each field. */
export function mapPayerFields<Value>(toValue: (field: PayerFieldDefinition) => Value): Record<PayerField, Value> {
  const entries = Object.entries(PAYER_FIELDS).map(([name, field]) => [name, toValue(field)]);
  return Object.fromEntries(entries);
}

/** What a form asks of the payer. A proxy of an older version sends no rule for a field that it does not know: `hidden`. */
export type PayerRules = Readonly<Partial<Record<PayerField, FieldRule>>>;

/** Who pays. Everything is prefill: the payer may change it on HelloAsso's page. */
export interface Payer extends Readonly<Partial<Record<PayerField, string>>> {
  /** `YYYY-MM-DD`; no form asks for it. A minor's is not sent on: HelloAsso refuses it. */
  readonly dateOfBirth?: string;
}
