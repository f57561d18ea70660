import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { FileSource } from '@gosymbols/bytes';
import {
  contentChunks,
  type ElfFile,
  isAllocated,
  readElf,
  type Section,
  SHF,
  SHT,
  storedContent,
} from '@gosymbols/elf';
import { standardName } from '@gosymbols/inspect';
import { type DebugCompression, joinFile, type StripMode, splitFile } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { allBuilds, NATIVE } from '../support/build-matrix.ts';
import { type Build, goProgram } from '../support/go-programs.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const builds = allBuilds();

interface Joined {
  readonly original: string;
  readonly full: string;
}

async function splitAndJoin(
  build: Build,
  folder: string,
  how: { strip?: StripMode; compress?: DebugCompression; again?: DebugCompression } = {},
): Promise<Joined> {
  const original = goProgram(build);
  const [stripped, debug] = [`${folder}/${build.name}.stripped`, `${folder}/${build.name}.debug`];
  const { strip = 'all', compress = 'none', again = 'keep' } = how;
  await splitFile({ path: original, strippedPath: stripped, debugPath: debug, strip, compress });
  const full = `${folder}/${build.name}`;
  const joined = await joinFile({ strippedPath: stripped, debugPath: debug, outPath: full, compress: again });
  expect(joined.full.size).toBe(statSync(full).size);
  expect(readdirSync(folder)).toHaveLength(3);
  return { original, full };
}

/** Every section but the name table, as what it is to a reader: content decompressed, links by name. */
async function sections(path: string): Promise<unknown[]> {
  using source = FileSource.open(path);
  const elf = readElf(source);
  const kept = elf.sections.slice(1).filter(({ index }) => index !== elf.header.shstrndx);
  return await Promise.all(kept.map(async (section) => await asRead(elf, section)));
}

async function asRead(elf: ElfFile, section: Section): Promise<unknown> {
  const content = storedContent(elf, section);
  const hash = createHash('sha256');
  for await (const chunk of contentChunks(content, section.name))
    hash.update(section.type === SHT.SYMTAB ? withoutNameTable(elf, chunk) : chunk);
  const infoIsSection =
    section.type === SHT.RELA || section.type === SHT.REL || (section.flags & SHF.INFO_LINK) !== 0n;
  const nameOf = (index: number): string => elf.sections[index]?.name ?? '';
  return {
    name: standardName(section),
    type: section.type,
    flags: section.flags & ~SHF.COMPRESSED,
    address: section.address,
    offset: isAllocated(section) && section.type !== SHT.NOBITS ? section.offset : undefined,
    size: section.type === SHT.NOBITS ? section.size : content.size,
    align: content.align,
    entrySize: section.entrySize,
    link: nameOf(section.link),
    info: infoIsSection ? nameOf(section.info) : section.info,
    digest: hash.digest('hex'),
  };
}

/** Symbols with their sections counted as if the name table, which moves to the end, were not there. */
function withoutNameTable(elf: ElfFile, chunk: Uint8Array): Buffer {
  const bytes = Buffer.from(chunk);
  const little = elf.header.order === 'little';
  const [step, field] = elf.header.class === 64 ? [24, 6] : [16, 14];
  for (let at = field; at < bytes.length; at += step) {
    const index = little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    if (index > elf.header.shstrndx && index < 0xff00)
      little ? bytes.writeUInt16LE(index - 1, at) : bytes.writeUInt16BE(index - 1, at);
  }
  return bytes;
}

/** Without the lines that name the file. */
function said(program: string, args: readonly string[], path: string): string {
  return output(program, [...args, path]).replaceAll(path, 'FILE');
}

describe.skipIf(lacks('readelf', 'gcc')).each(builds)('$name', (build) => {
  test.each<[StripMode, DebugCompression, DebugCompression]>([
    ['all', 'none', 'keep'],
    ['dwarf', 'keep', 'zlib'],
  ])('split with strip %s and compress %s, joined with %s: every section is as it was', async (...how) => {
    using folder = scratch();
    const [strip, compress, again] = how;
    const { original, full } = await splitAndJoin(build, folder.path, { strip, compress, again });
    expect(await sections(full)).toEqual(await sections(original));
    const known = new Set(run('readelf', ['-aW', original]).stderr.split('\n'));
    const complaints = run('readelf', ['-aW', full]).stderr.split('\n');
    expect(complaints.filter((line) => !known.has(line) && line !== '')).toEqual([]);
    expect(statSync(full).mode).toBe(statSync(original).mode);
  });

  test("Go's own tools say of it what they say of the original", async () => {
    using folder = scratch();
    const { original, full } = await splitAndJoin(build, folder.path);
    expect(said('go', ['version', '-m'], full)).toBe(said('go', ['version', '-m'], original));
    if (build.native === true) expect(output(full, [])).toBe(output(original, []));
    const nm = run('go', ['tool', 'nm', original]);
    const again = run('go', ['tool', 'nm', full]);
    expect([again.status, again.stdout]).toEqual([nm.status, nm.stdout]);
    const listing = run('go', ['tool', 'objdump', '-s', '^main.main$', original]);
    const after = run('go', ['tool', 'objdump', '-s', '^main.main$', full]);
    expect([after.status, after.stdout]).toEqual([listing.status, listing.stdout]);
    if (build.name === 'static') expect(listing.stdout).toMatch(/TEXT main\.main\(SB\)/);
  });
});

describe.skipIf(lacks('objcopy', 'eu-unstrip'))('halves that other tools made', () => {
  const build = NATIVE.find(({ name }) => name === 'cgo-external') as Build;

  test('GNU objcopy', async () => {
    using folder = scratch();
    const original = goProgram(build);
    const [stripped, debug, full] = [folder.at('stripped'), folder.at('debug'), folder.at('full')];
    output('objcopy', ['--only-keep-debug', original, debug]);
    output('objcopy', ['--strip-all', `--add-gnu-debuglink=${debug}`, original, stripped]);
    await joinFile({ strippedPath: stripped, debugPath: debug, outPath: full, compress: 'keep' });
    expect(output('go', ['tool', 'nm', full])).toBe(output('go', ['tool', 'nm', original]));
    expect(output(full, [])).toBe(output(original, []));
  });

  test('eu-strip, which leaves .comment to the stripped file', async () => {
    using folder = scratch();
    const original = goProgram(build);
    const [stripped, debug, full] = [folder.at('stripped'), folder.at('debug'), folder.at('full')];
    output('eu-strip', ['-o', stripped, '-f', debug, original]);
    await joinFile({ strippedPath: stripped, debugPath: debug, outPath: full, compress: 'keep' });
    expect(await sections(full)).toEqual(await sections(original));
    expect(output(full, [])).toBe(output(original, []));
  });
});
