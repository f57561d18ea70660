import { readFileSync } from 'node:fs';
import { FileSource } from '@gosymbols/bytes';
import { readElf, readSymbols, sectionFlagLetters } from '@gosymbols/elf';
import { readPclntab } from '@gosymbols/gobinary';
import { type BinaryFacts, inspectFile } from '@gosymbols/inspect';
import { beforeAll, describe, expect, test } from 'vitest';
import { allBuilds } from '../support/build-matrix.ts';
import { goProgram } from '../support/go-programs.ts';
import { readelfBuildId, readelfSections } from '../support/readelf.ts';
import { output } from '../support/run.ts';
import { lacks } from '../support/tools.ts';

const builds = allBuilds();

describe.skipIf(lacks('readelf', 'gcc', 'eu-unstrip')).each(builds)('$name', (build) => {
  let path: string;
  let facts: BinaryFacts;
  beforeAll(async () => {
    path = goProgram(build);
    facts = await inspectFile(path);
  });

  test('sections agree with readelf', () => {
    using source = FileSource.open(path);
    const ours = readElf(source).sections.slice(1);
    const theirs = readelfSections(path);
    expect(ours.map((section) => section.name.slice(0, 17))).toEqual(
      theirs.map((section) => section.name.slice(0, 17)),
    );
    for (const [index, section] of ours.entries()) {
      const other = theirs[index];
      expect(section).toMatchObject({
        address: other?.address,
        offset: other?.offset,
        size: other?.size,
        link: other?.link,
        info: other?.info,
        align: BigInt(other?.align ?? -1),
      });
      expect([...sectionFlagLetters(section.flags)].sort().join('')).toBe(
        [...(other?.flags.replace(/[^WAXMSILTC]/g, '') ?? '')].sort().join(''),
      );
    }
  });

  test('header agrees with readelf', () => {
    const header = output('readelf', ['-hW', path]);
    expect(facts.elf?.class).toBe(header.includes('ELF64') ? 64 : 32);
    expect(facts.elf?.order).toBe(header.includes('little endian') ? 'little' : 'big');
    expect(facts.elf?.entry).toBe(/Entry point address:\s+(0x[0-9a-f]+)/.exec(header)?.[1]);
    expect(facts.elf?.type).toBe(/Type:\s+(\w+)/.exec(header)?.[1]?.toLowerCase());
  });

  test('build ID agrees with readelf and elfutils', () => {
    expect(facts.buildIds.gnu).toBe(readelfBuildId(path));
    const unstrip = output('eu-unstrip', ['-n', '-e', path]);
    expect(/ ([0-9a-f]{40})/.exec(unstrip)?.[1]).toBe(facts.buildIds.gnu);
  });

  test('build ID agrees with `go tool buildid`', () => {
    const go = output('go', ['tool', 'buildid', path]).trim();
    expect(facts.buildIds.go ?? '').toBe(go);
  });

  test('build information agrees with `go version -m`', () => {
    const [first = '', ...lines] = output('go', ['version', '-m', path]).trimEnd().split('\n');
    expect(first).toBe(`${path}: ${facts.go?.version}`);
    const settings = lines
      .filter((line) => line.startsWith('\tbuild\t'))
      .map((line) => line.slice('\tbuild\t'.length));
    const ours = Object.entries(facts.go?.settings ?? {}).map(([key, value]) =>
      /[\s"`]/.test(value) ? `${key}=${JSON.stringify(value)}` : `${key}=${value}`,
    );
    expect(ours).toEqual(settings);
    expect(facts.go?.mainPackage).toBe(
      lines.find((line) => line.startsWith('\tpath\t'))?.slice('\tpath\t'.length),
    );
  });

  test('functions of the symbol table and of pclntab are where `go tool nm` has text', () => {
    if (facts.symtab === undefined) return;
    const text = new Set(
      output('go', ['tool', 'nm', path])
        .split('\n')
        .flatMap((line) => /^\s*([0-9a-f]+) [Tt] /.exec(line)?.[1] ?? [])
        .map((address) => Number.parseInt(address, 16)),
    );
    using source = FileSource.open(path);
    const elf = readElf(source);
    const functions = readSymbols(elf)?.functions ?? new Float64Array(0);
    expect(functions.length).toBe(facts.symtab.functions);
    expect([...functions].filter((address) => !text.has(address))).toEqual([]);
    const pclntab = readPclntab(elf);
    const entries = Array.from({ length: pclntab?.count ?? 0 }, (_, index) =>
      Number(pclntab?.entryAt(index)),
    );
    expect(entries.length).toBe(facts.pclntab?.functions);
    expect(entries.filter((entry) => !text.has(entry))).toEqual([]);
    expect(facts.symtab.coverage).toBeGreaterThanOrEqual(0.99);
    expect(facts.pclntab?.named).toBe(1);
  });

  test('DWARF units and versions agree with readelf', () => {
    if (facts.dwarf === undefined) return;
    const headers = output('readelf', ['--debug-dump=info', '--dwarf-depth=1', path]);
    const versions = [...headers.matchAll(/^ {3}Version:\s+(\d)/gm)].map((match) => Number(match[1]));
    expect(facts.dwarf.units).toBe(versions.length);
    expect(facts.dwarf.versions).toEqual([...new Set(versions)].sort());
  });

  test('DWARF functions agree with readelf', () => {
    if (facts.dwarf === undefined) return;
    const dump = output('readelf', ['--debug-dump=info', path]);
    let inSubprogram = false;
    let functions = 0;
    for (const line of dump.split('\n')) {
      if (line.includes('Abbrev Number:')) inSubprogram = line.includes('DW_TAG_subprogram');
      else if (inSubprogram && line.includes('DW_AT_low_pc')) functions += 1;
    }
    expect(facts.dwarf.functions).toBe(functions);
  });

  test('size is that of the file', () => {
    expect(facts.size).toBe(readFileSync(path).length);
  });
});
