import { type DebugSections, type FunctionTable, readFunctions, type UnitHeader } from '@gosymbols/dwarf';
import { type ElfFile, OpenedContents, storedContent } from '@gosymbols/elf';
import { type Pclntab, readPclntab } from '@gosymbols/gobinary';
import { FUNCTION_SECTIONS, openDebugSections, standardName } from '@gosymbols/inspect';
import type { Claim } from '../pair.ts';
import { compareLines } from './line-agreement.ts';

/** `.debug_info` up to this size is compared whole; of more, the units at this many places, spread evenly. */
const WHOLE = 4 * 1024 * 1024;
const PLACES = 48;
/** Names are compared for at most so many functions of those units; addresses for all. */
const NAMES = 4096;
/** Lines are compared for so many of those units. */
const LINE_UNITS = 6;
/** A compressed line table beyond this is not unpacked for a sample. */
const LINES_UNPACKED = 8 * 1024 * 1024;
/** The debug file of another build misses nearly all; of its own, none. */
const MIN_SHARE = 0.97;

export interface AgreementOptions {
  /** Compare everything, not a sample: for a pair that nothing else has proven. */
  readonly thorough?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Point 6: for an address, the function's name and the line that the stripped file's pclntab gives are those that the
 * debug file's DWARF gives. Trusts no ID, so it also holds for a pair that was fetched by ID.
 */
export async function proveAgreement(
  stripped: ElfFile,
  debug: ElfFile,
  options: AgreementOptions = {},
): Promise<Claim> {
  const pclntab = readPclntab(stripped);
  if (pclntab === undefined || pclntab.count === 0)
    return claim(true, 'no pclntab: not a Go binary, nothing to compare');
  const thorough = options.thorough === true;
  using contents = new OpenedContents(debug);
  const names = readsLines(debug, thorough) ? [...FUNCTION_SECTIONS, '.debug_line'] : FUNCTION_SECTIONS;
  const sections = await openDebugSections(debug, contents, names, options.signal);
  const functions = readFunctions(sections, thorough ? undefined : spread);
  if (functions === undefined) return claim(true, 'the debug file has no .debug_info: nothing to compare');
  const wrong = compareFunctions(pclntab, functions, thorough);
  if ('difference' in wrong) return claim(false, wrong.difference);
  const every = thorough || isSmall(sections) ? 1 : Math.ceil(functions.units.length / LINE_UNITS);
  const chosen = functions.units.filter((_, index) => index % every === 0);
  const lines = compareLines(sections, chosen, pclntab);
  if (lines.first !== undefined)
    return claim(false, `${lines.differing} of ${lines.compared} lines differ: ${lines.first}`);
  return claim(true, `${wrong.figures}; ${lines.compared} lines compared, all the same`);
}

function isSmall(sections: DebugSections): boolean {
  return (sections.section('.debug_info')?.size ?? 0) <= WHOLE;
}

function readsLines(debug: ElfFile, thorough: boolean): boolean {
  const section = debug.sections.find((candidate) => standardName(candidate) === '.debug_line');
  if (section === undefined || thorough) return section !== undefined;
  const content = storedContent(debug, section);
  return content.compression === 'none' || content.size <= LINES_UNPACKED;
}

/** Units at places spread evenly over the section, so that large units are as likely as their size. */
function spread(headers: readonly UnitHeader[]): readonly UnitHeader[] {
  const size = headers.at(-1)?.end ?? 0;
  if (size <= WHOLE) return headers;
  const chosen: UnitHeader[] = [];
  let place = 0;
  for (const header of headers) {
    if (((place + 0.5) * size) / PLACES >= header.end) continue;
    chosen.push(header);
    while (((place + 0.5) * size) / PLACES < header.end) place += 1;
  }
  return chosen;
}

function compareFunctions(
  pclntab: Pclntab,
  functions: FunctionTable,
  thorough: boolean,
): { readonly difference: string } | { readonly figures: string } {
  const every = thorough ? 1 : Math.ceil(functions.count / NAMES);
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
      return {
        difference: `at 0x${entry.toString(16)} pclntab says ${name}, DWARF says ${other ?? 'nothing'}`,
      };
    }
    named += 1;
  }
  const compared = agreed + missing;
  if (compared === 0)
    return { difference: 'DWARF describes no Go function: the debug file is of another program' };
  if (agreed / compared < MIN_SHARE) {
    return {
      difference: `only ${agreed} of ${compared} DWARF functions start where pclntab has one: the debug file is of another build`,
    };
  }
  const units = functions.units.filter(({ isGo }) => isGo).length;
  return {
    figures: `${agreed} of ${compared} functions of ${units} units start where pclntab says; ${named} names`,
  };
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
