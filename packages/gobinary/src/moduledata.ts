import { Cursor } from '@gosymbols/bytes';
import { type ElfFile, fileSizeOf, findSection, isAllocated, type Section, SHF } from '@gosymbols/elf';
import { bytesAt, eachRelativeRelocation } from './address-reader.ts';
import type { PclntabHeader } from './pclntab-header.ts';

/** Words of `runtime.moduledata` (Go's runtime/symtab.go) that we read; the same from Go 1.16 on. */
const WORD = { pcHeader: 0, funcnametab: 1, minpc: 20, text: 22, count: 24 } as const;

/**
 * The address that pclntab's entry offsets count from: `runtime.text`. Go 1.26 zeroed `textStart` in the table's
 * header, and with cgo `.text` begins with C code, so `moduledata.text` is asked first.
 */
export function textBaseOf(elf: ElfFile, pclntab: bigint, header: PclntabHeader): bigint | undefined {
  const fromModuledata = moduledataText(elf, pclntab, header);
  if (fromModuledata !== undefined) return fromModuledata;
  if (header.textStart !== 0n) return header.textStart;
  return findSection(elf, '.text')?.address;
}

function moduledataText(elf: ElfFile, pclntab: bigint, header: PclntabHeader): bigint | undefined {
  const size = header.pointerSize;
  for (const address of candidates(elf, pclntab, size)) {
    const words = readWords(elf, address, size);
    if (words === undefined) continue;
    if (words[WORD.funcnametab] !== pclntab + BigInt(header.funcnames)) continue;
    const text = words[WORD.text];
    const first = words[WORD.minpc];
    if (text !== undefined && first !== undefined && text !== 0n && first >= text) return text;
  }
  return undefined;
}

/** Addresses whose word points at pclntab: in place, or through a relocation of a position-independent file. */
function* candidates(elf: ElfFile, pclntab: bigint, size: 4 | 8): Generator<bigint> {
  const own = findSection(elf, '.go.module');
  if (own !== undefined) yield own.address;
  for (const section of elf.sections) {
    if (isAllocated(section) && (section.flags & SHF.WRITE) !== 0n)
      yield* pointersIn(elf, section, pclntab, size);
  }
  const relocated: bigint[] = [];
  eachRelativeRelocation(elf, (address, value) => {
    if (value === pclntab) relocated.push(address);
    return relocated.length < 64;
  });
  yield* relocated;
}

const WINDOW = 1024 * 1024;

function* pointersIn(elf: ElfFile, section: Section, target: bigint, size: 4 | 8): Generator<bigint> {
  const needle = Buffer.alloc(size);
  const little = elf.header.order === 'little';
  if (size === 8) little ? needle.writeBigUInt64LE(target) : needle.writeBigUInt64BE(target);
  else little ? needle.writeUInt32LE(Number(target)) : needle.writeUInt32BE(Number(target));
  const length = fileSizeOf(section);
  for (let start = 0; start < length; start += WINDOW) {
    const bytes = Buffer.from(
      elf.source.read(section.offset + start, Math.min(WINDOW + size, length - start)).buffer,
    );
    for (let at = bytes.indexOf(needle); at >= 0 && at < WINDOW; at = bytes.indexOf(needle, at + 1)) {
      yield section.address + BigInt(start + at);
    }
  }
}

function readWords(elf: ElfFile, address: bigint, size: 4 | 8): bigint[] | undefined {
  const bytes = bytesAt(elf, address, WORD.count * size);
  if (bytes === undefined) return undefined;
  const cursor = new Cursor(bytes, elf.header.order, 'moduledata');
  const words = Array.from({ length: WORD.count }, () => cursor.address(size));
  if (words[WORD.funcnametab] !== 0n) return words;
  const end = address + BigInt(bytes.length);
  eachRelativeRelocation(elf, (at, value) => {
    if (at >= address && at < end) words[Number(at - address) / size] = value;
    return true;
  });
  return words;
}
