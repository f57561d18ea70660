/** Names and numbers as the ELF specification (System V gABI, chapter 4 and 5) and elf.h spell them. */
export const ET: Readonly<Record<number, string>> = { 0: 'none', 1: 'rel', 2: 'exec', 3: 'dyn', 4: 'core' };

export const PT = { NULL: 0, LOAD: 1, DYNAMIC: 2, INTERP: 3, NOTE: 4, PHDR: 6, TLS: 7 } as const;

export const SHT = {
  NULL: 0,
  PROGBITS: 1,
  SYMTAB: 2,
  STRTAB: 3,
  RELA: 4,
  HASH: 5,
  DYNAMIC: 6,
  NOTE: 7,
  NOBITS: 8,
  REL: 9,
  DYNSYM: 11,
  SYMTAB_SHNDX: 18,
  GNU_HASH: 0x6ffffff6,
  GNU_VERDEF: 0x6ffffffd,
  GNU_VERNEED: 0x6ffffffe,
  GNU_VERSYM: 0x6fffffff,
} as const;

export const SHF = {
  WRITE: 0x1n,
  ALLOC: 0x2n,
  EXECINSTR: 0x4n,
  MERGE: 0x10n,
  STRINGS: 0x20n,
  INFO_LINK: 0x40n,
  LINK_ORDER: 0x80n,
  TLS: 0x400n,
  COMPRESSED: 0x800n,
} as const;

export const SHN_UNDEF = 0;
export const SHN_LORESERVE = 0xff00;
export const SHN_XINDEX = 0xffff;
export const PN_XNUM = 0xffff;

/** `ch_type` of a compression header (gABI, Section Compression). */
export const ELFCOMPRESS = { ZLIB: 1, ZSTD: 2 } as const;

export const NT_GNU_BUILD_ID = 3;
/** Type of the note that the Go linker writes under the owner `Go` (cmd/link/internal/ld/elf.go). */
export const NT_GO_BUILD_ID = 4;

/** GOARCH by `e_machine`, class and byte order; what Go can build for. */
const MACHINES: readonly (readonly [
  machine: number,
  name: string,
  goarch: Readonly<Record<string, string>>,
])[] = [
  [3, 'EM_386', { '32little': '386' }],
  [8, 'EM_MIPS', { '32big': 'mips', '32little': 'mipsle', '64big': 'mips64', '64little': 'mips64le' }],
  [21, 'EM_PPC64', { '64big': 'ppc64', '64little': 'ppc64le' }],
  [22, 'EM_S390', { '64big': 's390x' }],
  [40, 'EM_ARM', { '32little': 'arm' }],
  [62, 'EM_X86_64', { '64little': 'amd64' }],
  [183, 'EM_AARCH64', { '64little': 'arm64' }],
  [243, 'EM_RISCV', { '64little': 'riscv64' }],
  [258, 'EM_LOONGARCH', { '64little': 'loong64' }],
];

/** `EM_…` name, or the number in hexadecimal. */
export function machineName(machine: number): string {
  return MACHINES.find(([number]) => number === machine)?.[1] ?? `0x${machine.toString(16)}`;
}

/** GOARCH for an ELF machine, or undefined where Go has no port. */
export function goarchOf(machine: number, elfClass: 32 | 64, order: 'little' | 'big'): string | undefined {
  return MACHINES.find(([number]) => number === machine)?.[2][`${elfClass}${order}`];
}

const SECTION_TYPES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(SHT).map(([name, number]) => [number, name.replace('GNU_', '')]),
);

/** Section type as `readelf` names it, or the number in hexadecimal. */
export function sectionTypeName(type: number): string {
  return SECTION_TYPES[type] ?? `0x${type.toString(16)}`;
}

const FLAG_LETTERS: readonly (readonly [bigint, string])[] = [
  [SHF.WRITE, 'W'],
  [SHF.ALLOC, 'A'],
  [SHF.EXECINSTR, 'X'],
  [SHF.MERGE, 'M'],
  [SHF.STRINGS, 'S'],
  [SHF.INFO_LINK, 'I'],
  [SHF.LINK_ORDER, 'L'],
  [SHF.TLS, 'T'],
  [SHF.COMPRESSED, 'C'],
];

/** Flag letters as `readelf -S` prints them. */
export function sectionFlagLetters(flags: bigint): string {
  return FLAG_LETTERS.filter(([bit]) => (flags & bit) !== 0n)
    .map(([, letter]) => letter)
    .join('');
}
