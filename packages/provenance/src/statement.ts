import * as v from 'valibot';

/** in-toto attestation spec, statement layer, version 1. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
/** Written by tools of before 2023; the subject has the same shape. */
const STATEMENT_TYPES = [STATEMENT_TYPE, 'https://in-toto.io/Statement/v0.1'];
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

export interface Subject {
  readonly name?: string | undefined;
  /** Digests by algorithm, in lower-case hex. */
  readonly digest: Readonly<Record<string, string>>;
}

export interface Statement {
  readonly _type: string;
  readonly subject: readonly Subject[];
  readonly predicateType: string;
  readonly predicate?: unknown;
}

const schema = v.looseObject({
  _type: v.picklist(STATEMENT_TYPES),
  subject: v.array(v.looseObject({ name: v.optional(v.string()), digest: v.record(v.string(), v.string()) })),
  predicateType: v.string(),
  predicate: v.optional(v.unknown()),
});

/** The statement in the payload of an envelope; undefined where it is something else. Nothing in it is to be trusted yet. */
export function parseStatement(payload: Uint8Array): Statement | undefined {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
  const { success, output } = v.safeParse(schema, document);
  return success ? output : undefined;
}

/** @param digest `sha256:<hex>` */
export function hasSubject(statement: Statement, digest: string): boolean {
  const hex = hexOf(digest);
  return statement.subject.some(({ digest: { sha256 } }) => sha256?.toLowerCase() === hex);
}

export function hexOf(digest: string): string {
  return digest.replace(/^sha256:/, '');
}
