import { deflateSync, zstdCompressSync } from 'node:zlib';
import type { ByteOrder } from '@gosymbols/bytes';
import { CHDR, ELFCOMPRESS, type ElfClass, encode, SHF, SHT } from '@gosymbols/elf';
import type { BuiltSection } from './elf-builder.ts';

/** A note (gABI, Note Section): sizes, type, owner and descriptor, each padded to the section's alignment. */
export function note(
  owner: string,
  type: number,
  descriptor: Uint8Array,
  order: ByteOrder,
  align: 4 | 8 = 4,
): Buffer {
  const name = Buffer.from(`${owner}\0`);
  const nameEnd = Math.ceil((12 + name.length) / align) * align;
  const bytes = Buffer.alloc(nameEnd + Math.ceil(descriptor.length / align) * align);
  for (const [index, value] of [name.length, descriptor.length, type].entries())
    if (order === 'little') bytes.writeUInt32LE(value, index * 4);
    else bytes.writeUInt32BE(value, index * 4);
  bytes.set(name, 12);
  bytes.set(descriptor, nameEnd);
  return bytes;
}

/** A section compressed behind a header (gABI, Section Compression). */
export function compressed(
  name: string,
  content: Uint8Array,
  kind: 'zlib' | 'zstd',
  { class: bits, order }: { class: ElfClass; order: ByteOrder },
): BuiltSection {
  const type = BigInt(kind === 'zlib' ? ELFCOMPRESS.ZLIB : ELFCOMPRESS.ZSTD);
  const header = encode(CHDR[bits], { type, size: BigInt(content.length), addralign: 1n }, order);
  const stream = kind === 'zlib' ? deflateSync(content) : zstdCompressSync(content);
  return { name, flags: SHF.COMPRESSED, content: Buffer.concat([header, stream]) };
}

/** GNU's older form: `.zdebug_x`, `ZLIB`, the size in 8 big-endian bytes, the stream. */
export function zdebug(name: string, content: Uint8Array): BuiltSection {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(content.length));
  return {
    name: `.z${name.slice(1)}`,
    content: Buffer.concat([Buffer.from('ZLIB'), size, deflateSync(content)]),
  };
}

/** A symbol table's entry (gABI, figure 4-15): a function at an address in a section. */
export function symbol(
  shndx: number,
  value: bigint,
  { class: bits, order }: { class: ElfClass; order: ByteOrder },
): Uint8Array {
  const name = ['name', 4] as const;
  const rest = [
    ['info', 2],
    ['shndx', 2],
  ] as const;
  const layout =
    bits === 64
      ? ([name, ...rest, ['value', 8], ['size', 8]] as const)
      : ([name, ['value', 4], ['size', 4], ...rest] as const);
  // `st_info` and `st_other` are a byte each: together STB_GLOBAL, STT_FUNC in the first.
  const info = order === 'little' ? 0x12n : 0x1200n;
  return encode(layout, { info, shndx: BigInt(shndx), value }, order);
}

/** Words in the file's byte order, as SHT_SYMTAB_SHNDX holds. */
export function words(values: readonly number[], order: ByteOrder): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries())
    if (order === 'little') bytes.writeUInt32LE(value, index * 4);
    else bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

export const NOBITS_DEBUG: BuiltSection = { name: '.debug_ranges', type: SHT.NOBITS, size: 4096n };
