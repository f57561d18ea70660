import { type Cursor, FormatError } from '@gosymbols/bytes';
import { DW_FORM } from './constants.ts';

/** Sizes that a unit header fixes for all its attributes, in bytes. */
export interface UnitEncoding {
  readonly version: number;
  readonly addressSize: number;
  /** 4 in 32-bit DWARF, 8 in 64-bit DWARF. */
  readonly offsetSize: 4 | 8;
}

/** How to pass over a value: a number of bytes, or one of the self-delimiting encodings. */
export type Skip = number | 'leb' | 'text' | 'block' | 'block1' | 'block2' | 'block4' | 'indirect';

/** Bytes by form, where they depend on nothing (DWARF 5, 7.5.6). */
const FIXED: Readonly<Record<number, number>> = {
  [DW_FORM.data1]: 1,
  [DW_FORM.ref1]: 1,
  [DW_FORM.flag]: 1,
  [DW_FORM.strx1]: 1,
  [DW_FORM.addrx1]: 1,
  [DW_FORM.data2]: 2,
  [DW_FORM.ref2]: 2,
  [DW_FORM.strx2]: 2,
  [DW_FORM.addrx2]: 2,
  [DW_FORM.strx3]: 3,
  [DW_FORM.addrx3]: 3,
  [DW_FORM.data4]: 4,
  [DW_FORM.ref4]: 4,
  [DW_FORM.strx4]: 4,
  [DW_FORM.addrx4]: 4,
  [DW_FORM.ref_sup4]: 4,
  [DW_FORM.data8]: 8,
  [DW_FORM.ref8]: 8,
  [DW_FORM.ref_sig8]: 8,
  [DW_FORM.ref_sup8]: 8,
  [DW_FORM.data16]: 16,
  [DW_FORM.flag_present]: 0,
  [DW_FORM.implicit_const]: 0,
};

const OFFSET_SIZED: ReadonlySet<number> = new Set([
  DW_FORM.strp,
  DW_FORM.line_strp,
  DW_FORM.sec_offset,
  DW_FORM.strp_sup,
  DW_FORM.GNU_ref_alt,
  DW_FORM.GNU_strp_alt,
]);

const DELIMITED: Readonly<Record<number, Skip>> = {
  [DW_FORM.string]: 'text',
  [DW_FORM.sdata]: 'leb',
  [DW_FORM.udata]: 'leb',
  [DW_FORM.ref_udata]: 'leb',
  [DW_FORM.strx]: 'leb',
  [DW_FORM.addrx]: 'leb',
  [DW_FORM.loclistx]: 'leb',
  [DW_FORM.rnglistx]: 'leb',
  [DW_FORM.block]: 'block',
  [DW_FORM.exprloc]: 'block',
  [DW_FORM.block1]: 'block1',
  [DW_FORM.block2]: 'block2',
  [DW_FORM.block4]: 'block4',
  [DW_FORM.indirect]: 'indirect',
};

/** @throws FormatError for a form that DWARF 5 does not define */
export function skipOf(form: number, encoding: UnitEncoding): Skip {
  const fixed = FIXED[form];
  if (fixed !== undefined) return fixed;
  if (form === DW_FORM.addr) return encoding.addressSize;
  // DWARF 2 gave DW_FORM_ref_addr the size of an address.
  if (form === DW_FORM.ref_addr) return encoding.version <= 2 ? encoding.addressSize : encoding.offsetSize;
  if (OFFSET_SIZED.has(form)) return encoding.offsetSize;
  const delimited = DELIMITED[form];
  if (delimited !== undefined) return delimited;
  throw new FormatError(`attribute form 0x${form.toString(16)} is not one of DWARF 2 to 5`, {
    code: 'DWARF_FORM',
    kind: 'unsupported',
    section: '.debug_abbrev',
    value: form,
  });
}

/** Moves `cursor` behind one value. */
export function skipValue(cursor: Cursor, skip: Skip, encoding: UnitEncoding): void {
  if (typeof skip === 'number') cursor.skip(skip);
  else if (skip === 'leb') cursor.skipLeb();
  else if (skip === 'text') cursor.skipText();
  else if (skip === 'block') cursor.skip(cursor.uleb());
  else if (skip === 'block1') cursor.skip(cursor.u8());
  else if (skip === 'block2') cursor.skip(cursor.u16());
  else if (skip === 'block4') cursor.skip(cursor.u32());
  else skipValue(cursor, skipOf(cursor.uleb(), encoding), encoding);
}
