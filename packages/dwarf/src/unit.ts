import { type ByteOrder, type ByteSource, Cursor, FormatError } from '@gosymbols/bytes';
import { DW_UT } from './constants.ts';
import type { UnitEncoding } from './form.ts';

/** A unit header of `.debug_info` (DWARF 5, 7.5.1; versions 2 to 5). Offsets in bytes from the start of the section. */
export interface UnitHeader extends UnitEncoding {
  readonly offset: number;
  /** Offset of the byte behind the unit. */
  readonly end: number;
  /** Offset of the first entry. */
  readonly entries: number;
  readonly type: number;
  readonly abbrevOffset: number;
}

/** Unit headers in file order. Reads headers only. */
export function* unitHeaders(info: ByteSource, order: ByteOrder): Generator<UnitHeader> {
  for (let offset = 0; offset < info.size; ) {
    const unit = readHeader(info, order, offset);
    yield unit;
    offset = unit.end;
  }
}

function readHeader(info: ByteSource, order: ByteOrder, offset: number): UnitHeader {
  const cursor = new Cursor(info.read(offset, Math.min(40, info.size - offset)), order, info.name, offset);
  const first = cursor.u32();
  const offsetSize = first === 0xffffffff ? 8 : 4;
  const length = offsetSize === 8 ? cursor.size64() : first;
  if (first >= 0xfffffff0 && first !== 0xffffffff)
    throw cursor.fault('DWARF_UNIT', `unit length 0x${first.toString(16)} is reserved`, first, 0);
  const end = offset + cursor.at + length;
  if (length === 0 || end > info.size) {
    throw new FormatError(`a unit of ${length} bytes ends at ${end}, the section has ${info.size}`, {
      code: 'DWARF_UNIT',
      section: info.name,
      offset,
      value: length,
    });
  }
  const version = cursor.u16();
  if (version < 2 || version > 5) {
    throw new FormatError(`DWARF version ${version}; versions 2 to 5 are read`, {
      code: 'DWARF_VERSION',
      kind: 'unsupported',
      section: info.name,
      offset,
      value: version,
    });
  }
  const offsetField = (): number => (offsetSize === 8 ? cursor.size64() : cursor.u32());
  let type: number = DW_UT.compile;
  let addressSize: number;
  let abbrevOffset: number;
  if (version === 5) {
    type = cursor.u8();
    addressSize = cursor.u8();
    abbrevOffset = offsetField();
    if (type === DW_UT.skeleton || type === DW_UT.split_compile) cursor.skip(8);
    if (type === DW_UT.type || type === DW_UT.split_type) cursor.skip(8 + offsetSize);
  } else {
    abbrevOffset = offsetField();
    addressSize = cursor.u8();
  }
  if (addressSize !== 4 && addressSize !== 8)
    throw cursor.fault('DWARF_UNIT', `addresses of ${addressSize} bytes`, addressSize);
  return { offset, end, entries: offset + cursor.at, type, abbrevOffset, version, addressSize, offsetSize };
}
