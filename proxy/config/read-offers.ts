import type { z } from 'zod';
import { reasonOf } from '../log.ts';
import type { Offers } from '../offer.ts';
import { readJsonSource } from './json-source.ts';
import { type OfferInput, parseOffersFile } from './offers-file.ts';
import { placeAt } from './text-file.ts';

/** The offers of a file, or its errors, one line each. */
export type OffersResult =
  | { readonly offers: Offers; readonly errors: readonly [] }
  | { readonly offers: undefined; readonly errors: readonly string[] };

/** Reads the offers file. Each error has its place in the file, the member, the reason and, where it helps, an example. */
export function readOffers(path: string, readText: (path: string) => string): OffersResult {
  let text: string;
  try {
    text = readText(path).replace(/^\ufeff/, '');
  } catch (cause) {
    return {
      offers: undefined,
      errors: [`OFFERS_FILE: ${reasonOf(cause)} (without OFFERS_FILE, it is offers.json in the current folder)`],
    };
  }
  const source = readJsonSource(text);
  const { data, error } = parseOffersFile(source.value);
  if (data && source.errors.length === 0) return { offers: data, errors: [] };
  const issues = source.value === undefined ? [] : (error?.issues ?? []).flatMap(expand);
  const errors = [
    ...source.errors,
    ...issues.map(({ path, message }) => ({
      path: path.map(String),
      reason: message + exampleFor(path),
      offset: source.offsetOf(path),
    })),
  ];
  return {
    offers: undefined,
    errors: errors
      .toSorted((one, other) => one.offset - other.offset)
      .map(({ path: member, reason, offset }) =>
        [`${path}:${placeAt(text, offset)}`, ...(member.length > 0 ? [member.join('.')] : []), reason].join(': '),
      ),
  };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The issues of the alternative that was meant, and one issue for each unknown member. */
function expand(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code === 'unrecognized_keys') {
    const message =
      issue.path.length === 1 ? `an offer has no such member; it has ${MEMBERS}` : 'there is no such member';
    return issue.keys.map((key) => ({ path: [...issue.path, key], message }));
  }
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((issues) =>
    issues.every(({ code, path }) => path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value')),
  );
  return meant?.flatMap((each) => expand({ ...each, path: [...issue.path, ...each.path] })) ?? [issue];
}

function exampleFor([id, member]: readonly PropertyKey[]): string {
  if (id === undefined) return `; for example { ${EXAMPLE} }`;
  if (member === undefined) return `; for example ${EXAMPLE}`;
  return isMember(member) ? `; for example "${member}": ${MEMBER_EXAMPLES[member]}` : '';
}

function isMember(name: PropertyKey): name is keyof OfferInput {
  return Object.hasOwn(MEMBER_EXAMPLES, name);
}

const EXAMPLE = '"don": { "kind": "gift", "itemName": "Don à l’association", "amountCents": 2000 }';

const MEMBER_EXAMPLES: Readonly<Record<keyof OfferInput, string>> = {
  kind: '"gift"',
  itemName: '"Don à l’association"',
  labels: '{ "en": "Gift to the association" }',
  amountCents: '2000, or { "min": 100, "max": 500000, "suggestions": [2000, 5000] }',
  maxQuantity: '10',
  instalments: '[1, 3]',
  payer: '{ "email": "required" }',
  containsDonation: 'true',
  tax: '{ "rate": 66, "year": 2026 }',
  monthlyUrl: '"https://www.helloasso.com/associations/my-organisation/formulaires/1"',
  organization: '"mon-association"',
  opensOn: '"2026-12-01"',
  closesOn: '"2026-12-31"',
  sepa: 'true',
  metadataKeys: '["campaign"]',
};

const MEMBERS = Object.keys(MEMBER_EXAMPLES).join(', ');
