import type { BinaryFacts, SectionFacts } from '@gosymbols/inspect';

/** Facts as `go build` gives them on linux/amd64, for tests: D3 unless fields are replaced or left out. */
export function exampleFacts(
  more: Partial<BinaryFacts> = {},
  without: readonly (keyof BinaryFacts)[] = [],
): BinaryFacts {
  const facts: Record<string, unknown> = { ...FULL, ...more };
  for (const field of without) delete facts[field];
  return facts as unknown as BinaryFacts;
}

/** Facts of the same program after stripping: the fields and the sections both go. */
export function strippedFacts(strip: 'all' | 'dwarf', more: Partial<BinaryFacts> = {}): BinaryFacts {
  const gone = strip === 'all' ? /^\.(debug_|symtab|strtab)/ : /^\.debug_/;
  const sections = FULL.sections.filter((section) => !gone.test(section.name));
  const size = strip === 'all' ? 7_000_000 : 8_000_000;
  return exampleFacts({ size, sections, ...more }, strip === 'all' ? ['symtab', 'dwarf'] : ['dwarf']);
}

function exampleSection(name: string, type: string, flags: string, fileSize: number): SectionFacts {
  return { name, type, flags, address: '0x0', offset: 0, size: fileSize, fileSize };
}

const FULL: BinaryFacts = {
  path: 'api',
  size: 10_000_000,
  kind: 'elf',
  platform: { os: 'linux', arch: 'amd64', variant: 'v1' },
  buildIds: {
    gnu: '5f2c8a4be09d3317c6a1f0e2d47b96a8830c5d1e',
    go: 'wG7w/aW2/kq9/Zx1',
    file: 'a0b1c2d3e4f5061728394a5b6c7d8e9f',
  },
  sections: [
    exampleSection('.text', 'PROGBITS', 'AX', 4_000_000),
    exampleSection('.gopclntab', 'PROGBITS', 'A', 3_000_000),
    exampleSection('.symtab', 'SYMTAB', '', 400_000),
    exampleSection('.strtab', 'STRTAB', '', 600_000),
    exampleSection('.debug_info', 'PROGBITS', 'C', 1_200_000),
    exampleSection('.debug_line', 'PROGBITS', 'C', 800_000),
  ],
  go: { version: 'go1.26.8', dependencies: [], settings: { '-trimpath': 'true' } },
  pclntab: { version: '1.20', functions: 8_000, size: 3_000_000, named: 1 },
  symtab: { symbols: 12_000, functions: 8_000, coverage: 1 },
  dwarf: {
    versions: [5],
    units: 300,
    functions: 7_990,
    coverage: 0.999,
    producers: [{ producer: 'Go cmd/compile go1.26.8; regabi', units: 60 }],
    unoptimised: false,
    compression: 'zlib',
    size: 4_000_000,
    fileSize: 2_000_000,
  },
  warnings: [],
};
