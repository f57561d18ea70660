import { EHDR, EI_NIDENT, type ElfFile, encode, offsetOfField, sizeOfLayout } from '@gosymbols/elf';
import type { Piece } from './file-plan.ts';
import { extendedNumbers } from './plan-builder.ts';
import type { SplitRequest } from './request.ts';

interface Table {
  readonly shoff: number;
  readonly shnum: number;
  readonly shstrndx: number;
}

/** Bytes of the ELF header: 52 or 64. */
export function headerSize(elf: ElfFile): number {
  return EI_NIDENT + sizeOfLayout(EHDR[elf.header.class]);
}

/** The original's header with only `e_shoff`, `e_shnum`, `e_shstrndx` changed. */
export function headerBytes(elf: ElfFile, table: Table): Uint8Array {
  const layout = EHDR[elf.header.class];
  const bytes = elf.source.read(0, headerSize(elf));
  const numbers = extendedNumbers(table.shnum, table.shstrndx);
  const put = (field: string, value: number): void => {
    const one = layout.filter(([name]) => name === field);
    bytes.set(
      encode(one, { [field]: BigInt(value) }, elf.header.order),
      EI_NIDENT + offsetOfField(layout, field),
    );
  };
  put('shoff', table.shoff);
  put('shnum', numbers.shnum);
  put('shstrndx', numbers.shstrndx);
  return bytes;
}

/** Header and the verbatim copy behind it up to `end`; a repaired build ID replaces its descriptor inside the copy. */
export function patchedHeader(
  elf: ElfFile,
  repair: SplitRequest['repair'],
  end: number,
): { readonly piece: (table: Table) => Piece; readonly rest: readonly Piece[] } {
  const start = headerSize(elf);
  const copy = (from: number, to: number): Piece[] =>
    to > from ? [{ kind: 'copy', at: from, from, length: to - from, what: 'loaded bytes' }] : [];
  const rest =
    repair === undefined
      ? copy(start, end)
      : [
          ...copy(start, repair.descriptorOffset),
          { kind: 'bytes' as const, at: repair.descriptorOffset, bytes: repair.descriptor, what: 'build ID' },
          ...copy(repair.descriptorOffset + repair.descriptor.length, end),
        ];
  return {
    piece: (table) => ({ kind: 'bytes', at: 0, bytes: headerBytes(elf, table), what: 'ELF header' }),
    rest,
  };
}
