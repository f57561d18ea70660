import type { SectionFacts } from '@gosymbols/inspect';

/**
 * Sections of a small net/http server, Go 1.26.8 linux/amd64 with cgo, internal link, as `readelf -SW` lists them:
 * name, type, flags, address, offset, bytes in the file.
 */
const ROWS: readonly (readonly [string, string, string, number, number, number])[] = [
  ['.note.go.buildid', 'NOTE', 'A', 0x400f5c, 0xf5c, 0x64],
  ['.note.gnu.build-id', 'NOTE', 'A', 0x400fc0, 0xfc0, 0x24],
  ['.interp', 'PROGBITS', 'A', 0x400fe4, 0xfe4, 0x1c],
  ['.text', 'PROGBITS', 'AX', 0x401000, 0x1000, 0x29c6f1],
  ['.plt', 'PROGBITS', 'AX', 0x69d700, 0x29d700, 0x260],
  ['.rodata', 'PROGBITS', 'A', 0x69e000, 0x29e000, 0xba2f9],
  ['.gopclntab', 'PROGBITS', 'A', 0x758300, 0x358300, 0x216993],
  ['.rela.plt', 'RELA', 'A', 0x96ecb0, 0x56ecb0, 0x378],
  ['.dynstr', 'STRTAB', 'A', 0x96f1e0, 0x56f1e0, 0x267],
  ['.dynsym', 'DYNSYM', 'A', 0x96f460, 0x56f460, 0x3f0],
  ['.typelink', 'PROGBITS', 'A', 0x96f860, 0x56f860, 0x1cb0],
  ['.itablink', 'PROGBITS', 'A', 0x971520, 0x571520, 0x970],
  ['.go.buildinfo', 'PROGBITS', 'WA', 0x972000, 0x572000, 0x1e0],
  ['.go.fipsinfo', 'PROGBITS', 'WA', 0x9721e0, 0x5721e0, 0x78],
  ['.dynamic', 'DYNAMIC', 'WA', 0x972260, 0x572260, 0x130],
  ['.go.module', 'PROGBITS', 'WA', 0x9724e0, 0x5724e0, 0x250],
  ['.noptrdata', 'PROGBITS', 'WA', 0x972740, 0x572740, 0x3c6a1],
  ['.data', 'PROGBITS', 'WA', 0x9aee00, 0x5aee00, 0xd7d2],
  ['.bss', 'NOBITS', 'WA', 0x9bc5e0, 0x5bc5e0, 0],
  ['.debug_abbrev', 'PROGBITS', 'C', 0, 0x5bd000, 0x160],
  ['.debug_line', 'PROGBITS', 'C', 0, 0x5bd160, 0x7b4c0],
  ['.debug_frame', 'PROGBITS', 'C', 0, 0x638620, 0x1984f],
  ['.debug_gdb_scripts', 'PROGBITS', '', 0, 0x651e6f, 0x2a],
  ['.debug_info', 'PROGBITS', 'C', 0, 0x651e99, 0xcebd9],
  ['.debug_loclists', 'PROGBITS', 'C', 0, 0x720a72, 0x7716f],
  ['.debug_rnglists', 'PROGBITS', 'C', 0, 0x797be1, 0x30316],
  ['.debug_addr', 'PROGBITS', 'C', 0, 0x7c7ef7, 0x3367],
  ['.symtab', 'SYMTAB', '', 0, 0x7cb260, 0x34530],
  ['.strtab', 'STRTAB', '', 0, 0x7ff790, 0x4b1f0],
  ['.shstrtab', 'STRTAB', '', 0, 0x84a980, 0x18b],
];

/** File bytes of that server. */
export const SAMPLE_BYTES = 8_694_539;

/** The table, every section `scale` times as large. */
export function sampleSections(scale: number): SectionFacts[] {
  return ROWS.map(([name, type, flags, address, offset, bytes]) => ({
    name,
    type,
    flags: flags.replace('C', ''),
    address: `0x${address.toString(16)}`,
    offset: Math.round(offset * scale),
    size: Math.round(bytes * scale * (flags === 'C' ? 2.3 : 1)),
    fileSize: Math.round(bytes * scale),
    ...(flags === 'C' ? { compression: 'zlib' as const } : {}),
  }));
}
