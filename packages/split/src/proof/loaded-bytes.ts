import { EHDR, EI_NIDENT, type ElfFile, fileSizeOf, isAllocated, offsetOfField, PT } from '@gosymbols/elf';
import type { Claim } from '../pair.ts';
import type { Trio } from './trio.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

const CHUNK = 4 * 1024 * 1024;

/** Point 1: what a loader reads is identical, but for three fields of the ELF header and a repaired build ID. */
export function proveLoadedBytes({ original, stripped, repair }: Trio): Claim {
  const ranges = merge(loadedRanges(original));
  const allowed = allowedRanges(original, repair);
  let compared = 0;
  for (const range of ranges) {
    for (let at = range.from; at < range.to; at += CHUNK) {
      const length = Math.min(CHUNK, range.to - at);
      if (at + length > stripped.source.size)
        return claim(
          false,
          `the stripped file ends at ${stripped.source.size}, inside loaded bytes ${range.from}..${range.to}`,
        );
      const before = mask(original.source.read(at, length), at, allowed);
      const after = mask(stripped.source.read(at, length), at, allowed);
      if (Buffer.compare(before, after) !== 0) {
        const index = before.findIndex((byte, position) => byte !== after[position]);
        return claim(
          false,
          `byte ${at + index} differs: ${before[index]} in the original, ${after[index]} in the stripped file`,
        );
      }
      compared += length;
    }
  }
  return claim(
    true,
    `${compared} loaded bytes in ${ranges.length} ranges are identical${repair === undefined ? '' : ', the repaired build ID aside'}`,
  );
}

function claim(holds: boolean, detail: string): Claim {
  return { point: 1, id: 'loaded-bytes', holds, detail };
}

function loadedRanges(elf: ElfFile): Range[] {
  const segments = elf.segments
    .filter((segment) => segment.type !== PT.NULL && segment.fileSize > 0)
    .map((segment) => ({ from: segment.offset, to: segment.offset + segment.fileSize }));
  const sections = elf.sections
    .filter((section) => isAllocated(section) && fileSizeOf(section) > 0)
    .map((section) => ({ from: section.offset, to: section.offset + fileSizeOf(section) }));
  return [...segments, ...sections];
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged;
}

function allowedRanges(elf: ElfFile, repair: Trio['repair']): Range[] {
  const layout = EHDR[elf.header.class];
  const fields = layout
    .filter(([name]) => name === 'shoff' || name === 'shnum' || name === 'shstrndx')
    .map(([name, width]) => ({
      from: EI_NIDENT + offsetOfField(layout, name),
      to: EI_NIDENT + offsetOfField(layout, name) + width,
    }));
  if (repair === undefined) return fields;
  return [
    ...fields,
    { from: repair.descriptorOffset, to: repair.descriptorOffset + repair.descriptor.length },
  ];
}

function mask(bytes: Uint8Array, at: number, allowed: readonly Range[]): Uint8Array {
  for (const { from, to } of allowed) {
    if (to > at && from < at + bytes.length)
      bytes.fill(0, Math.max(0, from - at), Math.min(bytes.length, to - at));
  }
  return bytes;
}
