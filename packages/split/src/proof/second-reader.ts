import type { ByteSource } from '@gosymbols/bytes';
import elfy from 'elfy';

/** A file's tables as elfy reads them: 64-bit values are doubles, exact to 2^53. */
export interface SecondReading {
  readonly entry: number;
  readonly programs: readonly ProgramReading[];
  readonly sections: readonly SectionReading[];
}

export interface ProgramReading {
  readonly type: string | undefined;
  readonly offset: number;
  readonly vaddr: number;
  readonly paddr: number;
  readonly filesz: number;
  readonly memsz: number;
  readonly align: number;
}

export interface SectionReading {
  readonly name: string;
  readonly type: string | number;
  readonly addr: number;
  readonly off: number;
  readonly size: number;
  readonly link: number;
}

const NO_FILE = Buffer.alloc(0);

/**
 * Reads header and tables with a parser that shares no code with the one that wrote them. elfy 1.0.0 decodes single
 * entries well, so it is fed by positional reads. Left out, because it reads them wrongly: `sh_addralign` and
 * `sh_entsize` of 64-bit files (2 bytes early). Files with extended numbering are beyond it: undefined.
 */
export function readAgain(source: ByteSource): SecondReading | undefined {
  const parser = new elfy.Parser();
  const header = parser.parseHeader(bufferOf(source, 0, Math.min(64, source.size)));
  if (header.shnum === 0 || header.phnum === 0xffff) return undefined;
  const rows = (offset: number, count: number, step: number): Buffer[] => {
    const table = bufferOf(source, offset, count * step);
    return Array.from({ length: count }, (_, index) => table.subarray(index * step, (index + 1) * step));
  };
  const programs = rows(header.phoff, header.phnum, header.phentsize).map((row) =>
    parser.parseProgram(row, header, NO_FILE),
  );
  const raw = rows(header.shoff, header.shnum, header.shentsize).map((row) =>
    parser.parseSection(row, header, NO_FILE),
  );
  const strings = raw[header.shstrndx];
  const names = strings === undefined ? NO_FILE : bufferOf(source, strings.off, strings.size);
  return {
    entry: header.entry,
    programs,
    sections: raw.map((section) => ({ ...section, name: parser.resolveStr(names, section.name) })),
  };
}

function bufferOf(source: ByteSource, offset: number, length: number): Buffer {
  return Buffer.from(source.read(offset, length).buffer);
}
