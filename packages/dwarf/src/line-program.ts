import { type ByteSource, Cursor, FormatError } from '@gosymbols/bytes';
import type { DebugSections } from './debug-sections.ts';

/** A row of the line table: from `address` on, code is of `line` (1-based). `file` is the program's own index. */
export interface LineRow {
  readonly address: number;
  readonly file: number;
  readonly line: number;
}

interface Header {
  readonly minInstruction: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** LEB128 operands of each standard opcode, from opcode 1. */
  readonly operands: readonly number[];
  /** Offset of the first opcode and of the byte behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Standard and extended opcodes (DWARF 5, 6.2.5.2 and 6.2.5.3). */
const DW_LNS = {
  copy: 1,
  advance_pc: 2,
  advance_line: 3,
  set_file: 4,
  const_add_pc: 8,
  fixed_advance_pc: 9,
} as const;
const DW_LNE = { end_sequence: 1, set_address: 2 } as const;

/**
 * Runs one line number program (DWARF 2 to 5, 6.2) and calls `visit` for each row but those that end a sequence.
 * @param offset of the program in `.debug_line`, from the unit's `DW_AT_stmt_list`
 */
export function eachLineRow(sections: DebugSections, offset: number, visit: (row: LineRow) => void): void {
  const section = sections.section('.debug_line');
  if (section === undefined) return;
  const header = readHeader(section, sections.order, offset);
  const cursor = new Cursor(
    section.read(header.start, header.end - header.start),
    sections.order,
    section.name,
    header.start,
  );
  run(cursor, header, visit);
}

function run(cursor: Cursor, header: Header, visit: (row: LineRow) => void): void {
  let [address, file, line] = [0, 1, 1];
  const advance = (operation: number): void => {
    address += operation * header.minInstruction;
  };
  while (cursor.left > 0) {
    const opcode = cursor.u8();
    if (opcode >= header.opcodeBase) {
      const adjusted = opcode - header.opcodeBase;
      advance(Math.floor(adjusted / header.lineRange));
      line += header.lineBase + (adjusted % header.lineRange);
      visit({ address, file, line });
    } else if (opcode === 0) {
      const length = cursor.uleb();
      const next = cursor.at + length;
      const kind = length > 0 ? cursor.u8() : 0;
      if (kind === DW_LNE.set_address) address = Number(cursor.address(length - 1));
      if (kind === DW_LNE.end_sequence) [address, file, line] = [0, 1, 1];
      cursor.at = Math.min(next, cursor.bytes.length);
    } else if (opcode === DW_LNS.copy) visit({ address, file, line });
    else if (opcode === DW_LNS.advance_pc) advance(cursor.uleb());
    else if (opcode === DW_LNS.advance_line) line += cursor.sleb();
    else if (opcode === DW_LNS.set_file) file = cursor.uleb();
    else if (opcode === DW_LNS.const_add_pc)
      advance(Math.floor((255 - header.opcodeBase) / header.lineRange));
    else if (opcode === DW_LNS.fixed_advance_pc) address += cursor.u16();
    else for (let count = header.operands[opcode - 1] ?? 0; count > 0; count -= 1) cursor.skipLeb();
  }
}

function readHeader(section: ByteSource, order: DebugSections['order'], offset: number): Header {
  const cursor = new Cursor(
    section.read(offset, Math.min(512, section.size - offset)),
    order,
    section.name,
    offset,
  );
  const first = cursor.u32();
  const wide = first === 0xffffffff;
  const length = wide ? cursor.size64() : first;
  const end = offset + cursor.at + length;
  const version = cursor.u16();
  if (version < 2 || version > 5 || end > section.size) {
    throw new FormatError(`a line program of version ${version} and ${length} bytes`, {
      code: 'DWARF_LINES',
      section: section.name,
      offset,
      value: version,
    });
  }
  if (version >= 5) cursor.skip(2);
  const headerLength = wide ? cursor.size64() : cursor.u32();
  const start = offset + cursor.at + headerLength;
  const minInstruction = cursor.u8();
  if (version >= 4) cursor.skip(1);
  cursor.skip(1);
  const lineBase = (cursor.u8() << 24) >> 24;
  const lineRange = cursor.u8();
  const opcodeBase = cursor.u8();
  if (lineRange === 0 || opcodeBase === 0 || start > end)
    throw cursor.fault('DWARF_LINES', 'a line program header that cannot be', lineRange);
  const operands = Array.from({ length: opcodeBase - 1 }, () => cursor.u8());
  return { minInstruction, lineBase, lineRange, opcodeBase, operands, start, end };
}
