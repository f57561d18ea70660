import type { BinaryFacts } from '@gosymbols/inspect';
import type { Forbiddable } from '../file/policy.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';
import { spellBytes } from './spell-bytes.ts';
import { hasDwarf, hasSymtab } from './strip-mode.ts';

interface Found {
  readonly message: string;
  readonly measured: string;
  readonly next: string;
}

const FIND: Readonly<Record<Forbiddable, (facts: BinaryFacts) => Found | undefined>> = {
  symtab: (facts) =>
    hasSymtab(facts) ? inSections(facts, '`.symtab`', /^\.(symtab|strtab)$/, 'all') : undefined,
  dwarf: (facts) => (hasDwarf(facts) ? inSections(facts, 'DWARF', /^\.z?debug_/, 'dwarf') : undefined),
  'absolute-paths': ({ pclntab }) => {
    if (pclntab?.absolutePaths === undefined) return undefined;
    const { count, example } = pclntab.absolutePaths;
    return {
      message: `Absolute paths are forbidden, and ${count} source files are named by one, such as ${example}.`,
      measured: `${count} paths`,
      next: 'Build with `-trimpath`.',
    };
  },
};

/** DB003: the file holds what it must not. */
export function judgeForbiddenContent(judged: Case): readonly Draft[] {
  const { forbid } = judged.settings.debuggability;
  if (forbid === undefined) return [];
  return forbid.value.flatMap((content): Draft[] => {
    const found = FIND[content](judged.facts);
    if (found === undefined) return [];
    const severity = debugSeverity(judged);
    return [{ rule: 'DB003', severity, limit: `no ${content}`, line: forbid.line, ...found }];
  });
}

function inSections(facts: BinaryFacts, what: string, sections: RegExp, strip: 'all' | 'dwarf'): Found {
  const bytes = facts.sections
    .filter(({ name }) => sections.test(name))
    .reduce((sum, { fileSize }) => sum + fileSize, 0);
  return {
    message: `${what} is forbidden and there, with ${spellBytes(bytes)}.`,
    measured: spellBytes(bytes),
    next: `Run \`gosymbols split --strip ${strip}\` on it.`,
  };
}
