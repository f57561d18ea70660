import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Cursor, toHex } from '@gosymbols/bytes';
import { chunksOf, type ElfFile, findSection, readNotes, storedBytes } from '@gosymbols/elf';
import { buildIdsOf } from '@gosymbols/gobinary';
import type { Claim } from '../pair.ts';
import type { Trio } from './trio.ts';

export interface Identity {
  readonly claim: Claim;
  /** SHA-256 of the debug file, `sha256:…`, taken in the same pass as its CRC. */
  readonly digest: string;
}

/** Point 5: both halves carry the same build ID, and the debug link holds the CRC of the debug file as it is on disk. */
export function proveIdentity({ original, stripped, debug, repair }: Trio): Identity {
  const hash = createHash('sha256');
  let crc = 0;
  for (const chunk of chunksOf(debug.source)) {
    crc = crc32(chunk, crc);
    hash.update(chunk);
  }
  const expected = repair === undefined ? gnuId(original) : toHex(repair.descriptor);
  const wrong = wrongId(expected, gnuId(stripped), gnuId(debug)) ?? wrongLink(stripped, crc >>> 0);
  const detail =
    wrong ??
    `build ID ${expected ?? 'none (debug link only)'}; debug link CRC ${hex(crc)} is that of the file on disk`;
  return {
    claim: { point: 5, id: 'identity', holds: wrong === undefined, detail },
    digest: `sha256:${hash.digest('hex')}`,
  };
}

function wrongId(
  expected: string | undefined,
  stripped: string | undefined,
  debug: string | undefined,
): string | undefined {
  if (stripped === expected && debug === expected) return undefined;
  return `build IDs differ: stripped ${stripped ?? 'none'}, debug ${debug ?? 'none'}, expected ${expected ?? 'none'}`;
}

export function wrongLink(stripped: ElfFile, actual: number): string | undefined {
  const link = findSection(stripped, '.gnu_debuglink');
  if (link === undefined) return 'the stripped file has no .gnu_debuglink';
  const cursor = new Cursor(storedBytes(stripped, link).read(0, link.size), stripped.header.order, link.name);
  cursor.at = link.size - 4;
  const announced = cursor.u32();
  return announced === actual
    ? undefined
    : `.gnu_debuglink says CRC ${hex(announced)}, the debug file has ${hex(actual)}`;
}

function gnuId(elf: ElfFile): string | undefined {
  return buildIdsOf(readNotes(elf)).gnu?.hex;
}

function hex(crc: number): string {
  return `0x${(crc >>> 0).toString(16).padStart(8, '0')}`;
}
