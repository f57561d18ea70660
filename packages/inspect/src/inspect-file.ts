import { type ByteSource, FileSource } from '@gosymbols/bytes';
import {
  type ElfFile,
  ET,
  fileSizeOf,
  findSection,
  goarchOf,
  isAllocated,
  machineName,
  readElf,
  readNotes,
  readSymbols,
  type Section,
  SHF,
  SHT,
  sectionFlagLetters,
  sectionTypeName,
  storedBytes,
  storedContent,
} from '@gosymbols/elf';
import {
  type BuildInfo,
  buildIdsOf,
  constantIdReason,
  fileIdOf,
  readBuildInfo,
  readPclntab,
} from '@gosymbols/gobinary';
import { coverageOf } from './coverage.ts';
import { readDebugLink } from './debug-link.ts';
import { dwarfFacts } from './dwarf-facts.ts';
import { withFile } from './error-place.ts';
import type { BinaryFacts, ElfFacts, Platform, SectionFacts } from './facts.ts';
import { kindOf } from './kind.ts';
import { entriesOf, pclntabFacts } from './pclntab-facts.ts';
import { warningsOf } from './warnings.ts';

export interface InspectOptions {
  readonly signal?: AbortSignal;
  /** For a debug file: the executable that it belongs to, for whose functions coverage is counted. */
  readonly codeOf?: string;
}

/**
 * Reads the facts of one file by position; nothing is written and memory does not grow with the file.
 * @throws FormatError with `file` set when an ELF file is damaged; the system's error when it cannot be opened
 */
export async function inspectFile(path: string, options: InspectOptions = {}): Promise<BinaryFacts> {
  using source = FileSource.open(path);
  return await inspectSource(source, path, options);
}

/** The same for bytes that are not a file of their own, such as a layer's entry; `path` is what the document says. */
export async function inspectSource(
  source: ByteSource,
  path: string,
  options: InspectOptions = {},
): Promise<BinaryFacts> {
  try {
    return await factsOf(source, path, options);
  } catch (error) {
    throw withFile(error, path);
  }
}

async function factsOf(
  source: ByteSource,
  path: string,
  { signal, codeOf }: InspectOptions,
): Promise<BinaryFacts> {
  const kind = kindOf(source);
  const base = { path, size: source.size, kind };
  if (kind !== 'elf') return { ...base, buildIds: { file: fileIdOf(source) }, sections: [], warnings: [] };
  const elf = readElf(source);
  const ids = buildIdsOf(readNotes(elf));
  const constant = constantIdReason(ids);
  const buildInfo = readBuildInfo(elf);
  const pclntab = readPclntab(elf);
  using executable = pclntab === undefined && codeOf !== undefined ? FileSource.open(codeOf) : undefined;
  const covered = executable === undefined ? pclntab : readPclntab(readElf(executable));
  const entries = covered === undefined ? undefined : entriesOf(covered);
  const symbols = readSymbols(elf);
  const code = covered === undefined || entries === undefined ? undefined : { pclntab: covered, entries };
  const dwarf = await dwarfFacts(elf, code, signal);
  const debugLink = readDebugLink(elf);
  const facts: Omit<BinaryFacts, 'warnings'> = {
    ...base,
    platform: platformOf(elf, buildInfo),
    buildIds: {
      ...(ids.gnu === undefined ? {} : { gnu: ids.gnu.hex }),
      ...(ids.go === undefined ? {} : { go: ids.go }),
      file: fileIdOf(source),
      ...(constant === undefined ? {} : { constant }),
    },
    elf: elfFacts(elf),
    sections: elf.sections.slice(1).map((section) => sectionFacts(elf, section)),
    ...(buildInfo === undefined ? {} : { go: goFacts(buildInfo) }),
    ...(pclntab === undefined ? {} : { pclntab: pclntabFacts(pclntab) }),
    ...(symbols === undefined
      ? {}
      : {
          symtab: {
            symbols: symbols.symbols,
            functions: symbols.functions.length,
            ...(code === undefined
              ? {}
              : { coverage: coverageOf(code.pclntab, code.entries, symbols.functions) }),
          },
        }),
    ...(dwarf === undefined ? {} : { dwarf }),
    ...(debugLink === undefined ? {} : { debugLink }),
  };
  return { ...facts, warnings: warningsOf(facts, source) };
}

function goFacts(info: BuildInfo): NonNullable<BinaryFacts['go']> {
  const { goVersion, ...rest } = info;
  return { version: goVersion, ...rest };
}

function elfFacts(elf: ElfFile): ElfFacts {
  const interpreter = findSection(elf, '.interp');
  const loaded = elf.sections.filter((section) => isAllocated(section) && (section.flags & SHF.TLS) === 0n);
  return {
    class: elf.header.class,
    order: elf.header.order,
    type: ET[elf.header.type] ?? `0x${elf.header.type.toString(16)}`,
    machine: machineName(elf.header.machine),
    entry: `0x${elf.header.entry.toString(16)}`,
    ...(interpreter === undefined || interpreter.size > 4096 || interpreter.type === SHT.NOBITS
      ? {}
      : {
          interpreter: Buffer.from(storedBytes(elf, interpreter).read(0, interpreter.size))
            .toString('utf8')
            .replace(/\0+$/, ''),
        }),
    loadedBytes: loaded.reduce((sum, section) => sum + section.size, 0),
  };
}

function sectionFacts(elf: ElfFile, section: Section): SectionFacts {
  const fileSize = fileSizeOf(section);
  const content =
    fileSize > 0 && section.offset + fileSize <= elf.source.size ? storedContent(elf, section) : undefined;
  return {
    name: section.name,
    type: sectionTypeName(section.type),
    flags: sectionFlagLetters(section.flags),
    address: `0x${section.address.toString(16)}`,
    offset: section.offset,
    size: content === undefined || content.compression === 'none' ? section.size : content.size,
    fileSize,
    ...(content === undefined || content.compression === 'none' ? {} : { compression: content.compression }),
  };
}

function platformOf(elf: ElfFile, info: BuildInfo | undefined): Platform {
  const arch =
    info?.settings['GOARCH'] ??
    goarchOf(elf.header.machine, elf.header.class, elf.header.order) ??
    machineName(elf.header.machine);
  const variant = info?.settings[`GO${arch.toUpperCase().replace(/LE$|BE$/, '')}`];
  return {
    os: info?.settings['GOOS'] ?? 'linux',
    arch,
    ...(variant === undefined || variant === '' ? {} : { variant }),
  };
}
