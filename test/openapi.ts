import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema: object }>>;

/** The part of an OpenAPI 3.0 document that is read here. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** Reads HelloAsso's document, which is not ours to publish, from the path in `HELLOASSO_OPENAPI`. Undefined if it is not set. */
export function readOpenApi(): OpenApiDocument | undefined {
  const path = process.env.HELLOASSO_OPENAPI;
  return path ? (JSON.parse(readFileSync(path, 'utf8'), withoutLoneNullable) as OpenApiDocument) : undefined;
}

/** Removes `nullable` from schemas without `type`: they allow null anyway, and Ajv rejects the combination. */
function withoutLoneNullable(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value) return value;
  const { nullable, ...rest } = value;
  return rest;
}

/** Checks requests and responses against an OpenAPI document, and collects the errors. */
export class Conformance {
  readonly errors: string[] = [];
  /** Number of calls, including those to other addresses. */
  passed = 0;
  /** Number of bodies checked against a schema. */
  checked = 0;
  readonly #operations: readonly { readonly method: string; readonly path: RegExp; readonly operation: Operation }[];
  readonly #ajv: Ajv;
  readonly #validators = new Map<object, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.#operations = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: new RegExp(`^/v5${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
        operation,
      })),
    );
    this.#ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(this.#ajv);
    // HelloAsso's WooCommerce plugin sends plain dates where `date-time` is declared: allow both.
    this.#ajv.addFormat('date-time', /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/);
    this.#ajv.addSchema({ $id: 'openapi', components: document.components });
  }

  /** Wraps the simulator's `fetch`: checks requests and responses of the API. Other addresses are not checked. */
  watch(answer: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
    return async (request) => {
      this.passed += 1;
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith('/v5/')) return answer(request);
      const sent = request.clone();
      const response = await answer(request);
      await this.#check(sent, response.clone());
      return response;
    };
  }

  async #check(request: Request, response: Response): Promise<void> {
    const { pathname, searchParams } = new URL(request.url);
    const where = `${request.method} ${pathname}`;
    const found = this.#operations.find(({ method, path }) => method === request.method && path.test(pathname));
    if (!found) {
      this.errors.push(`${where}: no such operation`);
      return;
    }
    const { parameters = [], requestBody, responses } = found.operation;
    const known = new Set(parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name));
    for (const name of searchParams.keys()) {
      if (!known.has(name)) this.errors.push(`${where}: no such parameter ${name}`);
    }
    // A rejected body may have any shape: tests send invalid bodies on purpose.
    if (response.status < 400) this.#validate(`${where}, request`, requestBody?.content, await request.text());
    if (response.ok && !responses[response.status])
      this.errors.push(`${where}: response ${response.status} is not declared`);
    this.#validate(`${where}, response ${response.status}`, responses[response.status]?.content, await response.text());
  }

  #validate(where: string, content: Content | undefined, text: string): void {
    const schema = content?.['application/json']?.schema;
    if (!schema) return;
    this.checked += 1;
    const validate = this.#validatorFor(schema);
    if (validate(JSON.parse(text))) return;
    for (const { instancePath, message, params } of validate.errors ?? []) {
      this.errors.push(`${where}: ${instancePath} ${message} ${JSON.stringify(params)}`);
    }
  }

  #validatorFor(schema: object): ValidateFunction {
    const known = this.#validators.get(schema);
    if (known) return known;
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')) as object;
    const validate = this.#ajv.compile(absolute);
    this.#validators.set(schema, validate);
    return validate;
  }
}
