/** Elf64_Ehdr and Elf64_Shdr, and what is in them (System V gABI). */
const HEADER_BYTES = 64;
const SECTION_BYTES = 64;
const SHT_STRTAB = 3;
const SHT_NOTE = 7;
const EM_X86_64 = 62;

/** The smallest file that reads as a Go program for Linux: an ELF header and the two build ID notes. */
export function noteElf(ids: {
  readonly gnu?: string;
  readonly go?: string;
  readonly filler?: string;
}): Buffer {
  const sections = [
    ...(ids.gnu === undefined
      ? []
      : [
          {
            name: '.note.gnu.build-id',
            type: SHT_NOTE,
            bytes: note('GNU\0', 3, Buffer.from(ids.gnu, 'hex')),
          },
        ]),
    ...(ids.go === undefined
      ? []
      : [{ name: '.note.go.buildid', type: SHT_NOTE, bytes: note('Go\0\0', 4, Buffer.from(ids.go)) }]),
    { name: '.filler', type: 1, bytes: Buffer.from((ids.filler ?? 'x').padEnd(16)) },
  ];
  const names = `\0${sections.map(({ name }) => `${name}\0`).join('')}.shstrtab\0`;
  const all = [...sections, { name: '.shstrtab', type: SHT_STRTAB, bytes: Buffer.from(names) }];
  const table = Buffer.alloc(SECTION_BYTES * (all.length + 1));
  let offset = HEADER_BYTES;
  all.forEach(({ name, type, bytes }, index) => {
    const at = SECTION_BYTES * (index + 1);
    table.writeUInt32LE(names.indexOf(`\0${name}\0`) + 1, at);
    table.writeUInt32LE(type, at + 4);
    table.writeBigUInt64LE(BigInt(offset), at + 24);
    table.writeBigUInt64LE(BigInt(bytes.length), at + 32);
    table.writeBigUInt64LE(4n, at + 48);
    offset += bytes.length;
  });
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(EM_X86_64, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(offset), 40);
  header.writeUInt16LE(HEADER_BYTES, 52);
  header.writeUInt16LE(SECTION_BYTES, 58);
  header.writeUInt16LE(all.length + 1, 60);
  header.writeUInt16LE(all.length, 62);
  return Buffer.concat([header, ...all.map(({ bytes }) => bytes), table]);
}

function note(owner: string, type: number, descriptor: Buffer): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(owner.length, 0);
  header.writeUInt32LE(descriptor.length, 4);
  header.writeUInt32LE(type, 8);
  return Buffer.concat([
    header,
    Buffer.from(owner, 'latin1'),
    descriptor,
    Buffer.alloc((4 - (descriptor.length % 4)) % 4),
  ]);
}
