import { copyFile, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectFile } from '@gosymbols/inspect';
import { type Attribution, attributeFile, NO_PACKAGE, partsOf } from '@gosymbols/size';
import { splitFile } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { allBuilds } from '../support/build-matrix.ts';
import { type Build, goProgram } from '../support/go-programs.ts';
import { output } from '../support/run.ts';

/** A program of some hundred packages with modules of its own: the `go` command. */
const LARGE: Build = { name: 'cmd-go', importPath: 'cmd/go', args: ['-trimpath'] };

const sum = (rows: readonly { readonly bytes: number }[]): number =>
  rows.reduce((total, { bytes }) => total + bytes, 0);

async function attributed(path: string): Promise<Attribution> {
  const found = await attributeFile(path, await inspectFile(path));
  if (found === undefined) throw new Error(`nothing names the code of ${path}`);
  return found;
}

describe.each([...allBuilds(), LARGE])('$name', (build) => {
  test('packages and remainder are code and data, and all parts the file, to the byte', async () => {
    const path = goProgram(build);
    const facts = await inspectFile(path);
    const { packages, remainder, method } = await attributed(path);
    const parts = partsOf(facts);
    expect(method).toBe(facts.symtab === undefined ? 'dwarf' : 'symtab');
    expect(sum(packages) + sum(remainder)).toBe(parts.codeAndData);
    expect(Object.values(parts).reduce((total, bytes) => total + bytes, 0)).toBe(facts.size);
    expect([...packages, ...remainder].every(({ bytes }) => bytes > 0)).toBe(true);
    expect(packages.every(({ code, bytes }) => code <= bytes)).toBe(true);
    expect(packages.map(({ path }) => path)).toContain('runtime');
    expect(new Set(packages.map(({ path }) => path)).size).toBe(packages.length);
  });

  test('the same of what stripping leaves, by pclntab', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'packages-'));
    const [path, debugPath] = [join(folder.path, 'app'), join(folder.path, 'app.debug')];
    await copyFile(goProgram(build), path);
    await splitFile({ path, strippedPath: path, debugPath, strip: 'all', compress: 'keep' });
    const { packages, remainder, method } = await attributed(path);
    expect(method).toBe('pclntab');
    expect(sum(packages) + sum(remainder)).toBe(partsOf(await inspectFile(path)).codeAndData);
    expect(packages.map(({ path }) => path)).toContain('runtime');
  });
});

/**
 * Code by package as `go tool nm -size` has it, by the plainest rule: what stands before the first dot behind the last
 * slash. It prints names as they are, so the dots of a path's last element are `%2e`. The equality and hash functions of
 * a type (`type:.eq.T`) are its package's, as they are for us.
 */
function codeByNm(path: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const line of output('go', ['tool', 'nm', '-size', path]).split('\n')) {
    const [, size = '', symbol = ''] = /^\s*[0-9a-f]+\s+(\d+) [Tt] (.*)$/.exec(line) ?? [];
    const name = symbol.replace(/^type:\.(eq|hash)\.(\[\d+\])*/, '');
    const [owner] = /^(?:[^[({ ]*\/)?[^[({ .]+(?=\.)/.exec(name) ?? [];
    if (owner === undefined) continue;
    const plain = decodeURIComponent(owner);
    sizes.set(plain, (sizes.get(plain) ?? 0) + Number(size));
  }
  return sizes;
}

/** Where symbols overlap we count a byte once, nm each time: assembly with several names for one body. */
const TOLERANCE = 0.005;

describe('against go tool nm -size', () => {
  const builds = [LARGE, ...allBuilds().filter(({ name }) => /^(static|pie|arm64|386|go1\.2)/.test(name))];
  test.each(builds)('$name: the largest twenty packages', async (build) => {
    const path = goProgram(build);
    const theirs = codeByNm(path);
    const { mainPackage } = (await inspectFile(path)).go ?? {};
    const ours = (await attributed(path)).packages
      .filter((row) => row.path !== NO_PACKAGE && row.code > 0)
      .sort((a, b) => b.code - a.code)
      .slice(0, 20);
    const off = ours
      .map(({ path, code }) => ({ path, code, nm: theirs.get(path === mainPackage ? 'main' : path) ?? 0 }))
      .filter(({ code, nm }) => Math.abs(code - nm) > nm * TOLERANCE);
    expect(ours.length).toBe(20);
    expect(off).toEqual([]);
  });
});

test('packages of a module are told its path, those of the standard library none', async () => {
  const { packages } = await attributed(goProgram(LARGE));
  expect(packages.find(({ path }) => path === 'cmd/go')).toBeDefined();
  expect(packages.find(({ path }) => path === 'net/http')).not.toHaveProperty('module');
  const modules = (await attributed(goProgram({ name: 'static' }))).packages;
  expect(modules.some(({ module }) => module !== undefined)).toBe(true);
});
