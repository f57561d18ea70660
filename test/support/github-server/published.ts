import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

type Schema = { readonly [key: string]: unknown };

interface Cut {
  readonly published: string;
  readonly operations: Readonly<
    Record<string, { readonly body?: Schema; readonly answers: Readonly<Record<string, Schema>> }>
  >;
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** GitHub's published description of what the server answers (scripts/github-schema.ts). */
const CUT: Cut = JSON.parse(readFileSync(join(import.meta.dirname, 'github-schema.json'), 'utf8'));

export const OPERATIONS: readonly string[] = Object.keys(CUT.operations);

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const compiled = new Map<string, ValidateFunction>();

function validatorOf(name: string, schema: Schema): ValidateFunction {
  let validate = compiled.get(name);
  if (validate === undefined) {
    validate = ajv.compile({ ...schema, $defs: CUT.$defs });
    compiled.set(name, validate);
  }
  return validate;
}

/** What is wrong with a request's body by the published description; undefined where nothing is. */
export function faultOfBody(operation: string, body: unknown): string | undefined {
  const schema = CUT.operations[operation]?.body;
  if (schema === undefined) return undefined;
  const validate = validatorOf(`${operation} body`, schema);
  return validate(body) ? undefined : ajv.errorsText(validate.errors);
}

/** Throws when the server is about to answer what GitHub has not published: then the server is wrong. */
export function checkAnswer(operation: string, status: number, body: unknown): void {
  const schema = CUT.operations[operation]?.answers[status];
  if (schema === undefined) return;
  const validate = validatorOf(`${operation} ${status}`, schema);
  if (!validate(body)) throw new Error(`${operation} ${status}: ${ajv.errorsText(validate.errors)}`);
}

/** The least that the published schema of this name allows, with `own` put into it. */
export function filled(name: string, own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...(least({ $ref: `#/$defs/${name}` }) as Record<string, unknown>), ...own };
}

function least(schema: Schema): unknown {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return least(CUT.$defs[reference.replace('#/$defs/', '')] ?? {});
  const { enum: values, anyOf, oneOf, allOf, type, properties, required } = schema;
  if (Array.isArray(values)) return values[0];
  const choices = [anyOf, oneOf].find(Array.isArray) as readonly Schema[] | undefined;
  if (choices?.some((choice) => choice['type'] === 'null')) return null;
  if (choices?.[0] !== undefined) return least(choices[0]);
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((one) => least(one as Schema)));
  switch (type) {
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'string':
      return schema['format'] === 'date-time' ? '2026-01-01T00:00:00Z' : '';
    default: {
      const fields = (properties ?? {}) as Readonly<Record<string, Schema>>;
      return Object.fromEntries(((required ?? []) as string[]).map((key) => [key, least(fields[key] ?? {})]));
    }
  }
}
