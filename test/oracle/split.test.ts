import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { FileSource } from '@gosymbols/bytes';
import { fileSizeOf, isAllocated, readElf, type Section } from '@gosymbols/elf';
import { inspectFile } from '@gosymbols/inspect';
import { type DebugCompression, type StripMode, splitFile, uniqueIdOf } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { allBuilds, NATIVE } from '../support/build-matrix.ts';
import { askGdb, stopWithDelve } from '../support/debuggers.ts';
import { type Build, goProgram } from '../support/go-programs.ts';
import { readelfBuildId, readelfSections } from '../support/readelf.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const builds = allBuilds();

interface Pair {
  readonly original: string;
  readonly stripped: string;
  readonly debug: string;
}

async function split(
  build: Build,
  folder: string,
  how: { strip?: StripMode; compress?: DebugCompression; repair?: boolean } = {},
): Promise<Pair> {
  const original = goProgram(build);
  const pair = { original, stripped: `${folder}/${build.name}`, debug: `${folder}/${build.name}.debug` };
  const { strip = 'all', compress = 'none' } = how;
  const repair = how.repair === true ? uniqueIdOf(original) : undefined;
  const result = await splitFile({
    path: original,
    strippedPath: pair.stripped,
    debugPath: pair.debug,
    strip,
    compress,
    ...(repair === undefined ? {} : { repair }),
  });
  expect(result.proof.claims.map(({ point, holds }) => [point, holds])).toEqual(
    [1, 2, 3, 4, 5, 6].map((point) => [point, true]),
  );
  return pair;
}

/** Allocated sections with their bytes, read by our reader but checked against readelf elsewhere. */
function loaded(path: string): Map<string, { section: Section; bytes: Buffer }> {
  using source = FileSource.open(path);
  const elf = readElf(source);
  return new Map(
    elf.sections.filter(isAllocated).map((section) => [
      section.name,
      {
        section,
        bytes: Buffer.from(source.read(fileSizeOf(section) === 0 ? 0 : section.offset, fileSizeOf(section))),
      },
    ]),
  );
}

describe.skipIf(lacks('readelf', 'eu-unstrip', 'gcc', 'gdb', 'gdb-multiarch', 'dlv')).each(builds)(
  '$name',
  (build) => {
    test('every loaded section is byte for byte the original, and readelf has nothing to complain of', async () => {
      using folder = scratch();
      const { original, stripped } = await split(build, folder.path);
      const before = loaded(original);
      const after = loaded(stripped);
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [name, { bytes }] of before)
        expect(Buffer.compare(bytes, after.get(name)?.bytes ?? Buffer.alloc(0)), name).toBe(0);
      const names = readelfSections(stripped).map(({ name }) => name);
      expect(names.filter((name) => /^\.(debug|zdebug|symtab)/.test(name))).toEqual([]);
      const complaints = run('readelf', ['-aW', stripped]).stderr.split('\n');
      const known = new Set(run('readelf', ['-aW', original]).stderr.split('\n'));
      expect(complaints.filter((line) => !known.has(line) && line !== '')).toEqual([]);
      expect(statSync(stripped).mode).toBe(statSync(original).mode);
      const objcopied = folder.at('objcopied');
      // Not every binutils knows every machine; where it does, ours is no larger than its result and our debug link.
      if (run('objcopy', ['--strip-all', original, objcopied]).status === 0) {
        expect(statSync(stripped).size).toBeLessThanOrEqual(statSync(objcopied).size + 8192);
      }
    });

    test("the debug file has the original's section headers, and elfutils pairs the halves", async () => {
      using folder = scratch();
      const { original, stripped, debug } = await split(build, folder.path);
      const want = readelfSections(original).filter(({ name }) => name !== '.shstrtab');
      const have = readelfSections(debug).filter(({ name }) => name !== '.shstrtab');
      expect(have.map(({ name, address }) => [name, address])).toEqual(
        want.map(({ name, address }) => [name, address]),
      );
      expect(readelfBuildId(debug)).toBe(readelfBuildId(original));
      const joined = `${folder.path}/joined`;
      // elfutils 0.188 stumbles over symbols of Go's own position-independent files, also over binutils' pair of them.
      if (build.name === 'pie') return;
      output('eu-unstrip', [stripped, debug, '-o', joined]);
      const facts = await inspectFile(joined);
      const before = await inspectFile(original);
      expect(facts.dwarf?.functions).toBe(before.dwarf?.functions);
      expect(facts.symtab?.functions).toBe(before.symtab?.functions);
      if (build.native === true) expect(output(joined, [])).toBe(output(original, []));
    });

    if (build.native === true)
      test('the stripped program runs as before', async () => {
        using folder = scratch();
        const { original, stripped } = await split(build, folder.path);
        expect(output(stripped, [])).toBe(output(original, []));
        expect(output('go', ['version', '-m', stripped]).split('\n').slice(1)).toEqual(
          output('go', ['version', '-m', original]).split('\n').slice(1),
        );
      });

    test('gdb finds line and type by debug link', async () => {
      using folder = scratch();
      const { original, stripped } = await split(build, folder.path);
      if ((await inspectFile(original)).dwarf === undefined) return;
      const program = build.native === true ? 'gdb' : 'gdb-multiarch';
      const ask = (path: string): string =>
        askGdb(path, undefined, ['info line main.main', 'ptype main.Step'], { program });
      expect(ask(stripped)).toBe(ask(original));
      // A library has no main.main to ask for.
      if (build.program !== 'plugin')
        expect(ask(stripped)).toMatch(/Line \d+ of ".*main\.go" starts at address/);
      // gdb 13 does not see Go types of a file that never had a symbol table.
      if (build.program === undefined && build.name !== 'dwarf-only')
        expect(ask(stripped)).toMatch(/type = struct main\.Step \{\s+string Text;\s+\w+ Hot;/);
    });

    if (build.native === true)
      test('Delve lists source of the stripped program', async () => {
        using folder = scratch();
        const { original, stripped } = await split(build, folder.path);
        if ((await inspectFile(original)).dwarf === undefined) return;
        const said = stopWithDelve(stripped, { home: folder.path, at: 'main.main' });
        // Delve will not start without a symbol table in either half, and the linker flag -s left none.
        if (build.name === 'dwarf-only') expect(said).toContain('no symbol section');
        // -trimpath leaves no path under which Delve could find the source.
        else if (build.name === 'trimpath')
          expect(said).toMatch(/> \[Breakpoint 1\] main\.main\(\) example\.com\/kitchen\/main\.go:\d+/);
        else expect(said).toMatch(/=>\s+\d+:\s+func main\(\) \{/);
      });
  },
);

describe.skipIf(lacks('readelf', 'gdb'))('strip modes and compressions', () => {
  const build = NATIVE[0] as Build;
  test.each<[StripMode, DebugCompression]>([
    ['all', 'none'],
    ['all', 'keep'],
    ['all', 'zlib'],
    ['all', 'zstd'],
    ['dwarf', 'none'],
    ['dwarf', 'keep'],
    ['none', 'none'],
    ['none', 'keep'],
  ])('strip %s, compress %s', async (strip, compress) => {
    using folder = scratch();
    const { original, stripped, debug } = await split(build, folder.path, { strip, compress });
    expect(output(stripped, [])).toBe(output(original, []));
    const facts = await inspectFile(stripped);
    expect(facts.symtab === undefined).toBe(strip === 'all');
    expect(facts.dwarf === undefined).toBe(strip !== 'none');
    const other = await inspectFile(debug);
    expect(other.dwarf?.compression).toBe(compress === 'keep' ? 'zlib' : compress);
    expect(other.dwarf?.functions).toBe((await inspectFile(original)).dwarf?.functions);
    if (strip !== 'all') expect(output('nm', [stripped])).toBe(output('nm', [original]));
    if (compress === 'zstd') return;
    const said = askGdb(stripped, undefined, ['info line main.cook']);
    expect(said).toMatch(/Line \d+ of ".*main\.go"/);
  });

  test('external linkers put sections behind the debug sections: symbols keep theirs', async () => {
    using folder = scratch();
    const external = NATIVE.find(({ name }) => name === 'cgo-external') as Build;
    const { original, stripped } = await split(external, folder.path, { strip: 'dwarf' });
    expect(
      output('nm', [stripped])
        .split('\n')
        .filter((line) => / [TtDdBbRr] /.test(line)),
    ).toEqual(
      output('nm', [original])
        .split('\n')
        .filter((line) => / [TtDdBbRr] /.test(line)),
    );
  });
});

describe.skipIf(lacks('readelf', 'gdb', 'dlv'))('a constant build ID', () => {
  const build = NATIVE.find(({ name }) => name === 'redacted-id') as Build;

  test('is repaired in both halves, and gdb finds the pair by it', async () => {
    using folder = scratch();
    const { stripped, debug } = await split(build, folder.path, { repair: true });
    const id = readelfBuildId(stripped) ?? '';
    expect(id).not.toBe('498919aff001d8366249403a2544fba2d833084f');
    expect(readelfBuildId(debug)).toBe(id);
    expect(output(stripped, [])).toContain('soup for 1');
    const home = folder.at('.build-id', id.slice(0, 2));
    mkdirSync(home, { recursive: true });
    renameSync(debug, `${home}/${id.slice(2)}.debug`);
    const said = askGdb(stripped, folder.path, ['info line main.cook']);
    expect(said).toMatch(/Line \d+ of ".*main\.go"/);
  });

  test('the same content always gets the same new ID, other content another', () => {
    using folder = scratch();
    const path = folder.at('copy');
    copyFileSync(goProgram(build), path);
    expect(uniqueIdOf(path)).toEqual(uniqueIdOf(goProgram(build)));
    expect(uniqueIdOf(path)?.descriptor).not.toEqual(uniqueIdOf(goProgram(NATIVE[0] as Build))?.descriptor);
    expect(readFileSync(path)).toEqual(readFileSync(goProgram(build)));
  });
});
