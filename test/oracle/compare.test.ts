import { copyFile, cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectFile } from '@gosymbols/inspect';
import { attributeFile, compareSizes, DEFAULT_NOISE, type Measured, measureFile } from '@gosymbols/size';
import { type StripMode, splitFile } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { allBuilds } from '../support/build-matrix.ts';
import { type Build, goProgram } from '../support/go-programs.ts';
import { output } from '../support/run.ts';

const KITCHEN = join(import.meta.dirname, '../fixtures/programs/kitchen');

/** A build as `split` records it. */
async function measured(built: string, strip: StripMode): Promise<Measured> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'compare-'));
  const [path, debugPath] = [join(folder.path, 'app'), join(folder.path, 'app.debug')];
  await copyFile(built, path);
  const packages = await attributeFile(path, await inspectFile(path));
  await splitFile({ path, strippedPath: path, debugPath, strip, compress: 'keep' });
  const facts = await inspectFile(path);
  return { facts, sizes: await measureFile(path, facts, { wire: false }), ...(packages && { packages }) };
}

/** The kitchen with one more statement at the head of `main`, built as the fixture is. */
async function withStatement(
  folder: string,
  statement: string,
  { args = [], env: more = {} }: Build,
): Promise<string> {
  await cp(KITCHEN, folder, { recursive: true });
  const file = join(folder, 'main.go');
  const source = await readFile(file, 'utf8');
  const changed = source.replace(/^func main\(\) \{\n/m, (head) => `${head}\t${statement}\n`);
  expect(changed).not.toBe(source);
  await writeFile(file, changed);
  const env = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', ...more };
  output('go', ['build', ...args, '-o', 'app', '.'], { cwd: folder, env });
  return join(folder, 'app');
}

const built = (name: string): Build => {
  const found = allBuilds().find((build) => build.name === name);
  if (found === undefined) throw new Error(`no build ${name}`);
  return found;
};

test.each(['static', 'pie', 'trimpath', 'arm64'])(
  '%s: one more log line in a stripped program is no change',
  async (name) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'kitchen-'));
    const build = built(name);
    const before = await measured(goProgram(build), 'all');
    const after = await measured(
      await withStatement(folder.path, 'fmt.Println("ready to serve")', build),
      'all',
    );
    const compared = compareSizes(before, after, DEFAULT_NOISE);
    expect(compared).toMatchObject({ isNoise: true, differences: [], comparable: true, modules: [] });
    const own = compared.packages?.find(({ path }) => path === before.facts.go?.mainPackage);
    expect(own?.bytes).toBeGreaterThan(0);
    expect(own?.bytes).toBeLessThan(512);
  },
);

const MODES: readonly (readonly [StripMode, StripMode])[] = [
  ['all', 'dwarf'],
  ['dwarf', 'none'],
  ['none', 'all'],
];
const PROGRAMS = ['static', 'pie', 'cgo-internal', 'cgo-external', 'cgo-pie', 'arm64', '386'];

describe.each(PROGRAMS)('%s', (name) => {
  test.each(MODES)('another strip mode, %s to %s, moves no code and no data', async (from, to) => {
    const program = goProgram(built(name));
    const { parts, packages, disk, loaded, differences } = compareSizes(
      await measured(program, from),
      await measured(program, to),
      DEFAULT_NOISE,
    );
    expect([parts.codeAndData.bytes, parts.pclntab.bytes, loaded.bytes]).toEqual([0, 0, 0]);
    expect(packages).toEqual([]);
    expect(disk.bytes).not.toBe(0);
    expect(parts.symbols.bytes + parts.debug.bytes + parts.padding.bytes).toBe(disk.bytes);
    expect(differences.map(({ code }) => code)).toEqual(['strip']);
  });
});
