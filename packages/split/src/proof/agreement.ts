import type { FunctionTable, UnitHeader } from '@gosymbols/dwarf';
import { type ElfFile, OpenedContents } from '@gosymbols/elf';
import { type Pclntab, readPclntab } from '@gosymbols/gobinary';
import { openFunctions } from '@gosymbols/inspect';
import type { Claim } from '../pair.ts';

/** `.debug_info` up to this size is compared whole; of more, the units at this many places, spread evenly. */
const WHOLE = 4 * 1024 * 1024;
const PLACES = 48;
/** Names are compared for at most so many functions of those units; addresses for all. */
const NAMES = 4096;
/** The debug file of another build misses nearly all; of its own, none. */
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
  const functions = await openFunctions(debug, contents, { signal, choose: spread });
  if (functions === undefined) return claim(true, 'the debug file has no .debug_info: nothing to compare');
  return compare(pclntab, functions);
}

/** Units at places spread evenly over the section, so that large units are as likely as their size. */
function spread(headers: readonly UnitHeader[]): readonly UnitHeader[] {
  const size = headers.at(-1)?.end ?? 0;
  if (size <= WHOLE) return headers;
  const places = Array.from({ length: PLACES }, (_, index) => Math.floor(((index + 0.5) * size) / PLACES));
  return headers.filter((header) => places.some((place) => place >= header.offset && place < header.end));
}

function compare(pclntab: Pclntab, functions: FunctionTable): Claim {
  const every = Math.ceil(functions.count / NAMES);
  let agreed = 0;
  let missing = 0;
  let named = 0;
  for (let index = 0; index < functions.count; index += 1) {
    if (!functions.unitOf(index).isGo) continue;
    const entry = functions.entries[index] ?? 0;
    const found = indexOfEntry(pclntab, entry);
    if (found === undefined) {
      missing += 1;
      continue;
    }
    agreed += 1;
    if (index % every !== 0) continue;
    const { name } = pclntab.functionAt(found);
    const other = functions.nameOf(index);
    if (other === undefined || plain(other) !== plain(name)) {
      return claim(
        false,
        `at 0x${entry.toString(16)} pclntab says ${name}, DWARF says ${other ?? 'nothing'}`,
      );
    }
    named += 1;
  }
  const compared = agreed + missing;
  const units = functions.units.filter(({ isGo }) => isGo).length;
  if (compared === 0)
    return claim(false, 'DWARF describes no Go function: the debug file is of another program');
  if (agreed / compared < MIN_SHARE) {
    return claim(
      false,
      `only ${agreed} of ${compared} DWARF functions start where pclntab has one: the debug file is of another build`,
    );
  }
  return claim(
    true,
    `${agreed} of ${compared} functions of ${units} units start where pclntab says; ${named} names compared, all the same`,
  );
}

/** Entries ascend, so the search halves. */
function indexOfEntry(pclntab: Pclntab, entry: number): number | undefined {
  let [low, high] = [0, pclntab.count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = Number(pclntab.entryAt(middle));
    if (at === entry) return middle;
    if (at < entry) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
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
