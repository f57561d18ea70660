import type { Forbiddable } from '../file/policy.ts';
import { type Case, type Draft, debugSeverity } from './case.ts';
import { spellBytes } from './spell-bytes.ts';
import { hasDwarf, hasSymtab } from './strip-mode.ts';

const FOUND: Readonly<Record<Forbiddable, { has: typeof hasSymtab; what: string; sections: RegExp }>> = {
  symtab: { has: hasSymtab, what: '`.symtab`', sections: /^\.(symtab|strtab)$/ },
  dwarf: { has: hasDwarf, what: 'DWARF', sections: /^\.z?debug_/ },
};

/** DB003: the file holds what it must not. */
export function judgeForbiddenContent(judged: Case): readonly Draft[] {
  const { forbid } = judged.settings.debuggability;
  if (forbid === undefined) return [];
  return forbid.value
    .filter((content) => FOUND[content].has(judged.facts))
    .map((content) => {
      const { what, sections } = FOUND[content];
      const bytes = judged.facts.sections
        .filter(({ name }) => sections.test(name))
        .reduce((sum, { fileSize }) => sum + fileSize, 0);
      return {
        rule: 'DB003',
        severity: debugSeverity(judged),
        message: `${what} is forbidden and there, with ${spellBytes(bytes)}.`,
        measured: spellBytes(bytes),
        limit: `no ${content}`,
        next: `Run \`gosymbols split --strip ${content === 'dwarf' ? 'dwarf' : 'all'}\` on it.`,
        line: forbid.line,
      };
    });
}
