import { crc32 } from 'node:zlib';
import { Cursor, toHex } from '@gosymbols/bytes';
import { chunksOf, type ElfFile, findSection, readNotes, storedBytes } from '@gosymbols/elf';
import { buildIdsOf } from '@gosymbols/gobinary';
import type { Claim } from '../pair.ts';
import type { Trio } from './trio.ts';

/** Point 5: both halves carry the same build ID, and the debug link holds the CRC of the debug file as it is on disk. */
export function proveIdentity({ original, stripped, debug, repair }: Trio): Claim {
  const expected = repair === undefined ? gnuId(original) : toHex(repair.descriptor);
  const ids = [gnuId(stripped), gnuId(debug)];
  if (ids.some((id) => id !== expected))
    return claim(
      false,
      `build IDs differ: stripped ${ids[0] ?? 'none'}, debug ${ids[1] ?? 'none'}, expected ${expected ?? 'none'}`,
    );
  const link = findSection(stripped, '.gnu_debuglink');
  if (link === undefined) return claim(false, 'the stripped file has no .gnu_debuglink');
  const cursor = new Cursor(storedBytes(stripped, link).read(0, link.size), stripped.header.order, link.name);
  cursor.at = link.size - 4;
  const announced = cursor.u32();
  let actual = 0;
  for (const chunk of chunksOf(debug.source)) actual = crc32(chunk, actual);
  if (announced !== actual >>> 0)
    return claim(false, `.gnu_debuglink says CRC ${hex(announced)}, the debug file has ${hex(actual)}`);
  return claim(
    true,
    `build ID ${expected ?? 'none (debug link only)'}; debug link CRC ${hex(actual)} is that of the file on disk`,
  );
}

function claim(holds: boolean, detail: string): Claim {
  return { point: 5, id: 'identity', holds, detail };
}

function gnuId(elf: ElfFile): string | undefined {
  return buildIdsOf(readNotes(elf)).gnu?.hex;
}

function hex(crc: number): string {
  return `0x${(crc >>> 0).toString(16).padStart(8, '0')}`;
}
