declare module 'elfy' {
  interface Header {
    class: '32' | '64';
    endian: 'lsb' | 'msb';
    type: string | undefined;
    machine: string | undefined;
    entry: number;
    phoff: number;
    shoff: number;
    flags: number;
    phentsize: number;
    phnum: number;
    shentsize: number;
    shnum: number;
    shstrndx: number;
  }
  interface Program {
    type: string | undefined;
    offset: number;
    vaddr: number;
    paddr: number;
    filesz: number;
    memsz: number;
    flags: Record<string, true>;
    align: number;
  }
  interface Section {
    name: number;
    type: string | number;
    flags: Record<string, true>;
    addr: number;
    off: number;
    size: number;
    link: number;
    info: number;
  }
  class Parser {
    parseHeader(bytes: Buffer): Header;
    parseProgram(entry: Buffer, header: Header, file: Buffer): Program;
    parseSection(entry: Buffer, header: Header, file: Buffer): Section;
    resolveStr(table: Buffer, offset: number): string;
  }
  const elfy: { Parser: typeof Parser };
  export default elfy;
}
