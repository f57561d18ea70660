import type { BinaryFacts, FileKind } from '@gosymbols/inspect';
import type { LevelVerdict } from './level.ts';

/** The share of functions that must be covered for a level to hold; the rest is left to assembly stubs and padding. */
const COVERED = 0.99;

/** How debuggable the file is by itself. `reasons` say why it is not one higher; empty for D4. */
export function levelOf(facts: BinaryFacts): LevelVerdict {
  const opaque = whyOpaque(facts);
  if (opaque !== undefined) return { level: 'D0', reasons: [opaque] };

  const noSymbols = whyNoSymbols(facts);
  const noSource = whyNoSource(facts);
  if (noSource !== undefined) {
    return noSymbols === undefined
      ? { level: 'D2', reasons: [noSource] }
      : { level: 'D1', reasons: [noSymbols, noSource] };
  }
  if (noSymbols !== undefined) return { level: 'D3*', reasons: [noSymbols] };
  if (facts.dwarf?.unoptimised === true) return { level: 'D4', reasons: [] };
  return { level: 'D3', reasons: ['optimised or inlined code (not built with `-gcflags=all=-N -l`)'] };
}

const UNREAD: Readonly<Partial<Record<FileKind, string>>> = {
  'mach-o': 'a Mach-O file: only ELF is read',
  pe: 'a PE file: only ELF is read',
  wasm: 'a WebAssembly file: only ELF is read',
  archive: 'an archive, not an executable',
  script: 'a script, not an executable',
  empty: 'an empty file',
  other: 'not an executable that is recognised',
};

function whyOpaque(facts: BinaryFacts): string | undefined {
  if (facts.kind !== 'elf') return UNREAD[facts.kind];
  if (facts.pclntab === undefined) {
    return facts.go === undefined
      ? 'not a Go program, or packed: neither pclntab nor buildinfo can be found'
      : 'pclntab cannot be found';
  }
  if (facts.pclntab.functions === 0) return 'pclntab lists no functions';
  if (facts.pclntab.named < COVERED) return `pclntab names ${percent(facts.pclntab.named)} of its functions`;
  return facts.go === undefined ? 'no Go buildinfo' : undefined;
}

/** Why `.symtab` does not name the functions; undefined where it does. */
export function whyNoSymbols({ symtab, pclntab }: BinaryFacts): string | undefined {
  if (symtab === undefined || symtab.functions === 0) return '`.symtab` absent';
  const covered = symtab.coverage ?? share(symtab.functions, pclntab?.functions);
  return covered >= COVERED ? undefined : `\`.symtab\` names ${percent(covered)} of the functions`;
}

/** Why DWARF does not give source lines for the functions; undefined where it does. */
export function whyNoSource({ dwarf, pclntab }: BinaryFacts): string | undefined {
  if (dwarf === undefined || dwarf.units === 0) return '`.debug_info` absent';
  const covered = dwarf.coverage ?? share(dwarf.functions, pclntab?.functions);
  return covered >= COVERED ? undefined : `DWARF covers ${percent(covered)} of the functions`;
}

function share(some: number, all: number | undefined): number {
  return all === undefined || all === 0 ? 0 : Math.min(1, some / all);
}

/** Rounded down: 98.99 % must not read as the 99 % that would have been enough. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}
