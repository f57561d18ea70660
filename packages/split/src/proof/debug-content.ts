import type { ByteSource } from '@gosymbols/bytes';
import {
  chunksOf,
  contentChunks,
  type ElfFile,
  fileSizeOf,
  isAllocated,
  OpenedContents,
  type Section,
  storedBytes,
  storedContent,
} from '@gosymbols/elf';
import type { Claim } from '../pair.ts';
import { sameSymbols } from './same-symbols.ts';
import type { Trio } from './trio.ts';
import { carried, keptTwins, twinsOf } from './twins.ts';

/**
 * Point 4: every section that is not loaded, decompressed, is in the debug file byte for byte, and so are those that the
 * stripped file keeps. Symbols name the same sections, whatever their numbers are.
 */
export async function proveDebugContent(
  { original, debug, stripped }: Pick<Trio, 'original' | 'debug'> & Partial<Pick<Trio, 'stripped'>>,
  signal?: AbortSignal,
): Promise<Claim> {
  using opened = new OpenedContents(debug);
  let bytes = 0;
  let count = 0;
  const twins = twinsOf(original, debug);
  for (const section of carried(original)) {
    if (isAllocated(section) || fileSizeOf(section) === 0) continue;
    const twin = twins.get(section.index);
    if (twin === undefined) return claim(false, `the debug file lacks ${section.name}`);
    const same =
      sameStored(original, section, debug, twin) ||
      sameSymbols({ elf: original, section }, { elf: debug, section: twin }, twins) ||
      (await sameContent(original, section, await opened.open(twin, signal), signal));
    if (!same) return claim(false, `${section.name} differs in the debug file`);
    bytes += storedContent(original, section).size;
    count += 1;
  }
  const differing = stripped === undefined ? undefined : differingKept(original, stripped);
  if (differing !== undefined) return claim(false, `${differing} differs in the stripped file`);
  return claim(true, `${count} sections, ${bytes} bytes decompressed, are identical in the debug file`);
}

/** Name of the first section that the stripped file keeps, though not loaded, with other content. */
function differingKept(original: ElfFile, stripped: ElfFile): string | undefined {
  const kept = keptTwins(original, stripped);
  for (const section of carried(original)) {
    const twin = kept.get(section.index);
    if (twin === undefined || isAllocated(section) || fileSizeOf(section) === 0) continue;
    const same =
      sameStored(original, section, stripped, twin) ||
      sameSymbols({ elf: original, section }, { elf: stripped, section: twin }, kept);
    if (!same) return section.name;
  }
  return undefined;
}

function claim(holds: boolean, detail: string): Claim {
  return { point: 4, id: 'debug-content', holds, detail };
}

/** Sections stored alike need no decompression to compare. */
function sameStored(original: ElfFile, section: Section, debug: ElfFile, twin: Section): boolean {
  if (section.size !== twin.size || section.flags !== twin.flags) return false;
  const before = storedBytes(original, section);
  const after = storedBytes(debug, twin);
  let at = 0;
  for (const chunk of chunksOf(before)) {
    if (Buffer.compare(chunk, after.read(at, chunk.length)) !== 0) return false;
    at += chunk.length;
  }
  return true;
}

async function sameContent(
  original: ElfFile,
  section: Section,
  twin: ByteSource,
  signal?: AbortSignal,
): Promise<boolean> {
  const content = storedContent(original, section);
  if (content.size !== twin.size) return false;
  let at = 0;
  for await (const chunk of contentChunks(content, section.name, signal)) {
    if (Buffer.compare(chunk, twin.read(at, chunk.length)) !== 0) return false;
    at += chunk.length;
  }
  return true;
}
