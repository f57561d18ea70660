import { type ByteOrder, type Cursor, FormatError } from '@gosymbols/bytes';

export type ElfClass = 32 | 64;
type Width = 2 | 4 | 8;
export type Layout = readonly (readonly [field: string, width: Width])[];
type Fields = Readonly<Record<string, bigint>>;

/** Field order and widths of each structure by class (gABI, figures 4-3, 4-8, 4-10, 5-1): 32 and 64 bit said once. */
export const EHDR: Readonly<Record<ElfClass, Layout>> = {
  32: [
    ['type', 2],
    ['machine', 2],
    ['version', 4],
    ['entry', 4],
    ['phoff', 4],
    ['shoff', 4],
    ['flags', 4],
    ['ehsize', 2],
    ['phentsize', 2],
    ['phnum', 2],
    ['shentsize', 2],
    ['shnum', 2],
    ['shstrndx', 2],
  ],
  64: [
    ['type', 2],
    ['machine', 2],
    ['version', 4],
    ['entry', 8],
    ['phoff', 8],
    ['shoff', 8],
    ['flags', 4],
    ['ehsize', 2],
    ['phentsize', 2],
    ['phnum', 2],
    ['shentsize', 2],
    ['shnum', 2],
    ['shstrndx', 2],
  ],
};

export const PHDR: Readonly<Record<ElfClass, Layout>> = {
  32: [
    ['type', 4],
    ['offset', 4],
    ['vaddr', 4],
    ['paddr', 4],
    ['filesz', 4],
    ['memsz', 4],
    ['flags', 4],
    ['align', 4],
  ],
  64: [
    ['type', 4],
    ['flags', 4],
    ['offset', 8],
    ['vaddr', 8],
    ['paddr', 8],
    ['filesz', 8],
    ['memsz', 8],
    ['align', 8],
  ],
};

export const SHDR: Readonly<Record<ElfClass, Layout>> = {
  32: [
    ['name', 4],
    ['type', 4],
    ['flags', 4],
    ['addr', 4],
    ['offset', 4],
    ['size', 4],
    ['link', 4],
    ['info', 4],
    ['addralign', 4],
    ['entsize', 4],
  ],
  64: [
    ['name', 4],
    ['type', 4],
    ['flags', 8],
    ['addr', 8],
    ['offset', 8],
    ['size', 8],
    ['link', 4],
    ['info', 4],
    ['addralign', 8],
    ['entsize', 8],
  ],
};

export const CHDR: Readonly<Record<ElfClass, Layout>> = {
  32: [
    ['type', 4],
    ['size', 4],
    ['addralign', 4],
  ],
  64: [
    ['type', 4],
    ['reserved', 4],
    ['size', 8],
    ['addralign', 8],
  ],
};

/** Bytes of `e_ident`, before the fields of EHDR. */
export const EI_NIDENT = 16;

export function sizeOfLayout(layout: Layout): number {
  return layout.reduce((sum, [, width]) => sum + width, 0);
}

/** Offset in bytes of one field from the start of the structure. */
export function offsetOfField(layout: Layout, name: string): number {
  let offset = 0;
  for (const [field, width] of layout) {
    if (field === name) return offset;
    offset += width;
  }
  throw new Error(`no field ${name}`);
}

/** Reads one structure; every field as bigint. */
export function decode(layout: Layout, cursor: Cursor): Fields {
  const fields: Record<string, bigint> = {};
  for (const [field, width] of layout) {
    fields[field] = width === 8 ? cursor.u64() : BigInt(width === 4 ? cursor.u32() : cursor.u16());
  }
  return fields;
}

/**
 * Writes one structure; missing fields are zero.
 * @throws FormatError where a value is too large for the class, such as an offset beyond 4 GiB in a 32-bit file
 */
export function encode(layout: Layout, fields: Fields, order: ByteOrder): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOfLayout(layout));
  const view = new DataView(bytes.buffer);
  const little = order === 'little';
  let at = 0;
  for (const [field, width] of layout) {
    const value = fields[field] ?? 0n;
    if (value < 0n || value >= 1n << BigInt(width * 8)) throw tooLarge(field, value, width);
    if (width === 8) view.setBigUint64(at, value, little);
    else if (width === 4) view.setUint32(at, Number(value), little);
    else view.setUint16(at, Number(value), little);
    at += width;
  }
  return bytes;
}

function tooLarge(field: string, value: bigint, width: Width): FormatError {
  return new FormatError(`${field} is ${value}, the class has ${width} bytes for it`, {
    code: 'ELF_FIELD_TOO_LARGE',
    kind: 'unsupported',
    section: 'section header table',
    value,
  });
}
