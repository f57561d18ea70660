import { EHDR, EI_NIDENT, type ElfFile, fileSizeOf, isAllocated, offsetOfField, PT } from '@gosymbols/elf';
import type { Claim } from '../pair.ts';
import { readSideBySide } from './side-by-side.ts';
import type { Trio } from './trio.ts';

/** A range of file offsets, `to` excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface LoadedBytes {
  readonly claim: Claim;
  /** SHA-256 of each whole file, `sha256:…`, taken in the same pass. */
  readonly digests: { readonly original: string; readonly stripped: string };
}

/** Point 1: what a loader reads is identical, but for three fields of the ELF header and a repaired build ID. */
export async function proveLoadedBytes(
  { original, stripped, repair }: Pick<Trio, 'original' | 'stripped' | 'repair'>,
  signal?: AbortSignal,
): Promise<LoadedBytes> {
  const ranges = merge(loadedRanges(original));
  const allowed = allowedRanges(original, repair);
  const { difference, compared, digests } = await readSideBySide(
    original.source,
    stripped.source,
    ranges,
    allowed,
    signal,
  );
  const detail =
    difference ??
    `${compared} loaded bytes in ${ranges.length} ranges are identical${repair === undefined ? '' : ', the repaired build ID aside'}`;
  return { claim: { point: 1, id: 'loaded-bytes', holds: difference === undefined, detail }, digests };
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
