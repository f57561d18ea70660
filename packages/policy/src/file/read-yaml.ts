import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  parseDocument,
  visit,
} from 'yaml';
import type { PolicyErrorCode, PolicyProblem } from './policy-error.ts';

export type Path = readonly (string | number)[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML document as plain data, and where each of its values stands. */
export interface YamlSource {
  readonly data: unknown;
  readonly problems: readonly PolicyProblem[];
  /** Place of the value at `path`, through aliases and merge keys; of its key if `at` is `key`. */
  locate(path: Path, at?: 'key' | 'value'): Position;
}

const MAX_TEXT = 256 * 1024;
const MAX_NESTING = 64;
const MAX_ALIASES = 100;

/** Reads one YAML 1.2 document (core schema, merge keys) whose keys are text. Problems are values, never thrown. */
export function readYaml(text: string): YamlSource {
  if (text.length > MAX_TEXT) return refused('POLICY_TOO_LARGE', `more than ${MAX_TEXT} characters of text`);
  if (isDeeperThan(MAX_NESTING, text)) {
    return refused('POLICY_TOO_LARGE', `nested more than ${MAX_NESTING} levels deep`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'core',
    merge: true,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: PolicyProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    code: 'POLICY_SYNTAX',
    message: SYNTAX[error.code] ?? sentence(error.message),
    ...positionOf(error.pos[0]),
  }));
  problems.push(
    ...unresolvedAliases(document).map(({ name, offset }) => ({
      code: 'POLICY_SYNTAX' as const,
      message: `\`*${name}\` names an anchor that is not set before it`,
      ...positionOf(offset),
    })),
  );
  if (problems.length > 0) return { data: undefined, problems, locate: () => ({ line: 1, column: 1 }) };
  try {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return {
      data,
      problems,
      locate: (path, at = 'value') => positionOf(offsetOf(document, path, at)),
    };
  } catch (error) {
    return refused('POLICY_SYNTAX', sentence(error instanceof Error ? error.message : String(error)));
  }
}

const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is here a second time',
  MULTIPLE_DOCS: 'a second YAML document begins here: a policy is one document',
  NON_STRING_KEY: 'a key must be text',
  TAG_RESOLVE_FAILED: 'YAML tags are not taken in a policy',
};

function refused(code: PolicyErrorCode, message: string): YamlSource {
  const start = { line: 1, column: 1 };
  return { data: undefined, problems: [{ code, message, ...start }], locate: () => start };
}

function sentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Asked of the token parser, which does not recurse; composing deeper text ends in a stack overflow. */
function isDeeperThan(limit: number, text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > limit) return true;
  }
  return false;
}

function unresolvedAliases(document: Document): { name: string; offset: number }[] {
  const found: { name: string; offset: number }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) {
        found.push({ name: alias.source, offset: alias.range?.[0] ?? 0 });
      }
    },
  });
  return found;
}

function offsetOf(document: Document, path: Path, at: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    const found = childOf(document, node, step);
    if (found === undefined) break;
    const wanted = depth === path.length - 1 && at === 'key' ? found.key : (found.value ?? found.key);
    offset = wanted?.range?.[0] ?? offset;
    node = found.value;
  }
  return offset;
}

interface Child {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
}

function childOf(document: Document, node: unknown, step: string | number): Child | undefined {
  const target = resolved(document, node);
  if (isSeq(target)) {
    const item = target.items[Number(step)];
    return isNode(item) ? { key: item, value: item } : undefined;
  }
  if (!isMap(target)) return undefined;
  for (const { key, value } of target.items) {
    if (isScalar(key) && String(key.value) === String(step)) {
      return { key, value: isNode(value) ? value : undefined };
    }
  }
  for (const { key, value } of target.items) {
    if (!isScalar(key) || key.source !== '<<') continue;
    const merged = resolved(document, value);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const found = childOf(document, source, step);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function resolved(document: Document, node: unknown): unknown {
  return isNode(node) && 'resolve' in node ? node.resolve(document) : node;
}
