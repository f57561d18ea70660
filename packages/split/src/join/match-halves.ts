import { type ElfFile, ET, isAllocated, readNotes, type Section, SHF } from '@gosymbols/elf';
import { buildIdsOf } from '@gosymbols/gobinary';
import { assertSectionsInside, assertSplittable } from '../splittable.ts';
import { hasLoadedContent, notHalf, pairFault, swapped } from './join-faults.ts';

/** Two files whose headers, build IDs and loaded sections say that they are halves of one. */
export interface Halves {
  readonly stripped: ElfFile;
  readonly debug: ElfFile;
  /** Loaded sections of the stripped file by the index that they have in the debug file. */
  readonly loaded: ReadonlyMap<number, Section>;
}

/** @throws FormatError (kind `request`) that says which file is not what it should be, or where the two differ */
export function matchHalves(stripped: ElfFile, debug: ElfFile): Halves {
  const [isBinary, debugIsBinary] = [hasLoadedContent(stripped), hasLoadedContent(debug)];
  if (!isBinary && stripped.sections.length > 1)
    throw debugIsBinary ? swapped(stripped, debug) : notHalf(stripped, 'binary');
  assertSplittable(stripped);
  if (debugIsBinary || debug.sections.length <= 1) throw notHalf(debug, 'debug');
  assertSectionsInside(debug);
  sameHeaders(stripped, debug);
  sameIds(stripped, debug);
  return { stripped, debug, loaded: matchLoaded(stripped, debug) };
}

function sameHeaders(stripped: ElfFile, debug: ElfFile): void {
  for (const [what, text] of HEADER_FIELDS) {
    const [mine, other] = [text(stripped), text(debug)];
    if (mine !== other) throw pairFault(debug, `${what} ${other}, the binary ${mine}`);
  }
}

const HEADER_FIELDS: readonly (readonly [string, (elf: ElfFile) => string])[] = [
  ['has machine', ({ header }) => `${header.machine} (${header.class} bit, ${header.order} endian)`],
  ['has type', ({ header }) => ET[header.type] ?? String(header.type)],
  ['has entry point', ({ header }) => `0x${header.entry.toString(16)}`],
];

function sameIds(stripped: ElfFile, debug: ElfFile): void {
  const [mine, other] = [buildIdsOf(readNotes(stripped)), buildIdsOf(readNotes(debug))];
  const pairs = [
    ['build ID', mine.gnu?.hex, other.gnu?.hex],
    ['Go build ID', mine.go, other.go],
  ] as const;
  for (const [what, ofBinary, ofDebug] of pairs) {
    if (ofBinary !== ofDebug)
      throw pairFault(debug, `has ${what} ${ofDebug ?? 'none'}, the binary ${ofBinary ?? 'none'}`);
  }
}

/** Every loaded section of each half has its partner in the other, at the same address, as large and of the same flags. */
function matchLoaded(stripped: ElfFile, debug: ElfFile): Map<number, Section> {
  const open = stripped.sections.slice(1).filter(isAllocated);
  const loaded = new Map<number, Section>();
  for (const section of debug.sections.slice(1).filter(isAllocated)) {
    const at = open.findIndex(({ name, address }) => name === section.name && address === section.address);
    const [twin] = at < 0 ? [] : open.splice(at, 1);
    const difference = twin === undefined ? 'the binary has none there' : differenceOf(section, twin);
    if (difference !== undefined) throw pairFault(debug, `has ${describe(section)}, ${difference}`);
    if (twin !== undefined) loaded.set(section.index, twin);
  }
  const [left] = open;
  if (left !== undefined) throw pairFault(debug, `lacks ${describe(left)}, which the binary has`);
  return loaded;
}

function differenceOf(section: Section, twin: Section): string | undefined {
  if (section.size !== twin.size) return `in the binary it has ${twin.size} bytes`;
  // binutils drops SHF_INFO_LINK of what it makes NOBITS.
  const same = (section.flags | SHF.INFO_LINK) === (twin.flags | SHF.INFO_LINK);
  return same ? undefined : `in the binary it has flags 0x${twin.flags.toString(16)}`;
}

function describe({ name, address, size, flags }: Section): string {
  return `${name} at 0x${address.toString(16)} of ${size} bytes with flags 0x${flags.toString(16)}`;
}
