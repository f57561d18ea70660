import type { FunctionTable } from '@gosymbols/dwarf';
import { type ElfFile, OpenedContents } from '@gosymbols/elf';
import { isGoName, type Pclntab, readPclntab } from '@gosymbols/gobinary';
import { openFunctions, sampleIndices } from '@gosymbols/inspect';
import type { Claim } from '../pair.ts';

/** Functions compared: all where there are at most this many, else so many spread evenly. */
const SAMPLE = 4096;
/** Go functions without DWARF of their own are linker-made markers (`runtime.text`, `go:textfipsstart`): a handful. */
const MIN_SHARE = 0.97;

/**
 * Point 6: for an address, the name in the stripped file's pclntab is the name in the debug file's DWARF. Trusts no ID,
 * so it also holds for a pair that was fetched by ID.
 */
export async function proveAgreement(
  stripped: ElfFile,
  debug: ElfFile,
  signal?: AbortSignal,
): Promise<Claim> {
  const pclntab = readPclntab(stripped);
  if (pclntab === undefined || pclntab.count === 0)
    return claim(true, 'no pclntab: not a Go binary, nothing to compare');
  using contents = new OpenedContents(debug);
  const functions = await openFunctions(debug, contents, signal);
  if (functions === undefined) return claim(true, 'the debug file has no .debug_info: nothing to compare');
  return compare(pclntab, functions);
}

function compare(pclntab: Pclntab, functions: FunctionTable): Claim {
  const byEntry = new Map(Array.from(functions.entries, (entry, index) => [entry, index]));
  const sample = sampleIndices(pclntab.count, SAMPLE);
  let agreed = 0;
  let missing = 0;
  for (const index of sample) {
    const { entry, name } = pclntab.functionAt(index);
    const found = byEntry.get(Number(entry));
    if (found === undefined) {
      if (isGoName(name)) missing += 1;
      continue;
    }
    const other = functions.nameOf(found);
    if (other === undefined || plain(other) !== plain(name)) {
      return claim(
        false,
        `at 0x${entry.toString(16)} pclntab says ${name}, DWARF says ${other ?? 'nothing'}`,
      );
    }
    agreed += 1;
  }
  const share = agreed + missing === 0 ? 0 : agreed / (agreed + missing);
  const figures = `${agreed} of ${agreed + missing} ${sample.length < pclntab.count ? 'sampled ' : ''}Go functions`;
  if (share < MIN_SHARE)
    return claim(false, `only ${figures} have DWARF at their address: the debug file is of another build`);
  return claim(true, `${figures} have the same name at the same address in pclntab and DWARF`);
}

function claim(holds: boolean, detail: string): Claim {
  return { point: 6, id: 'agreement', holds, detail };
}

/** pclntab shortens type arguments to `[...]` (Go's cmd/link, since 1.18); DWARF spells them out. */
function plain(name: string): string {
  let depth = 0;
  let text = '';
  for (const character of name) {
    if (character === '[') depth += 1;
    if (depth === 0) text += character;
    if (character === ']') depth -= 1;
  }
  return text;
}
