import type { SectionFacts } from '@gosymbols/inspect';
import type { Parts } from './report.ts';

const PCLNTAB = new Set(['.gopclntab', '.data.rel.ro.gopclntab']);
const SYMBOLS = new Set(['.symtab', '.strtab', '.symtab_shndx', '.gnu_debugdata']);
const DEBUG = /^\.(z?debug_|stab|gdb_index$)/;

/** Which part the bytes of a section belong to. A section that is not mapped and carries nothing to debug is padding. */
export function ownerOf(section: SectionFacts): keyof Parts {
  if (PCLNTAB.has(section.name)) return 'pclntab';
  if (SYMBOLS.has(section.name)) return 'symbols';
  if (DEBUG.test(section.name)) return 'debug';
  return isAllocated(section) ? 'codeAndData' : 'padding';
}

/** `A` in the flags as `readelf -S` prints them: the section is mapped when the program runs. */
export function isAllocated(section: SectionFacts): boolean {
  return section.flags.includes('A');
}
