import { type ElfFile, readSymbols } from '@gosymbols/elf';
import { readPclntab } from '@gosymbols/gobinary';

/** Of another build, nearly none; of its own, all but a few that the linker made. */
const MIN_SHARE = 0.97;

/** Whether functions that the binary's pclntab knows have no symbol in the debug file: in words, or undefined. */
export function symbolsDisagree(stripped: ElfFile, debug: ElfFile): string | undefined {
  const pclntab = readPclntab(stripped);
  const symbols = readSymbols(debug);
  if (pclntab === undefined || pclntab.count === 0 || symbols === undefined) return undefined;
  const known = new Set(symbols.functions);
  let found = 0;
  for (let index = 0; index < pclntab.count; index += 1)
    if (known.has(Number(pclntab.entryAt(index)))) found += 1;
  if (found / pclntab.count >= MIN_SHARE) return undefined;
  return `only ${found} of ${pclntab.count} functions of pclntab have a symbol there`;
}
