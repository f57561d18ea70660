/** One import or re-export of another module. */
export interface Import {
  /** As written, e.g. `@gosymbols/elf` or `./header.ts`. */
  readonly from: string;
  /** Only types are taken: nothing of it is loaded at run time. */
  readonly typeOnly: boolean;
  /** Line of the statement, from 1. */
  readonly line: number;
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:([\w\s{},*$]*?)\bfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*(['"])([^'"]+)\1\s*\)/g;

/**
 * Imports of a module, in the order of its lines. Statements must begin a line, as Biome formats them; a computed
 * `import(…)` is not seen.
 */
export function scanImports(text: string): Import[] {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const fixed = [...text.matchAll(STATIC)].map(({ index, 1: type, 2: clause = '', 3: from = '' }) => ({
    from,
    typeOnly: type !== undefined || takesOnlyTypes(clause),
    line: lineOf(index),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)]
    .filter(({ index }) => !isQuoted(text.slice(text.lastIndexOf('\n', index) + 1, index)))
    .map(({ index, 2: from = '' }) => ({ from, typeOnly: false, line: lineOf(index) }));
  return [...fixed, ...dynamic].sort((a, b) => a.line - b.line);
}

/** Whether a string is still open at the end of this start of a line. */
function isQuoted(before: string): boolean {
  return ["'", '"', '`'].some((quote) => before.split(quote).length % 2 === 0);
}

function takesOnlyTypes(clause: string): boolean {
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1]?.split(',') ?? [];
  const written = names.map((name) => name.trim()).filter(Boolean);
  return written.length > 0 && written.every((name) => name.startsWith('type '));
}

/** `@scope/name` or `name` of a bare import, undefined for paths and for what Node brings. */
export function packageOf(from: string): string | undefined {
  if (from.startsWith('.') || from.startsWith('/') || from.startsWith('node:')) return undefined;
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}
