import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { OFFER_ID, offer } from './offers-file.ts';

/** The JSON Schema of the offers file, for completion and checks in editors. */
export function offersSchema(): object {
  const { $schema, ...each } = z.toJSONSchema(offer, {
    io: 'input',
    override({ jsonSchema }) {
      if (jsonSchema.format === 'date') delete jsonSchema.pattern; // repeats `format` in two hundred characters
    },
  });
  return {
    $schema,
    title: 'Offers of helloasso-checkout',
    description: 'What can be paid for, by id. Amounts in cents.',
    type: 'object',
    properties: { $schema: { type: 'string' } },
    patternProperties: { [OFFER_ID.source]: each },
    additionalProperties: false,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(offersSchema(), undefined, 2)}\n`);
}
