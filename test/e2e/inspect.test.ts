import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { readelfSections } from '../support/readelf.ts';
import { scratch } from '../support/scratch.ts';

interface Facts {
  readonly path: string;
  readonly kind: string;
  readonly level: string;
  readonly buildIds: { readonly gnu?: string; readonly file: string };
  readonly sections: readonly { readonly name: string; readonly size: number; readonly fileSize: number }[];
  readonly dwarf?: { readonly producers: readonly { readonly producer: string; readonly units: number }[] };
}

describe('a release folder with a bit of everything', () => {
  const folder = scratch();
  afterAll(() => folder[Symbol.dispose]());
  beforeAll(() => {
    mkdirSync(folder.at('dist/nested'), { recursive: true });
    const put = (name: string, env: Record<string, string> = {}): void =>
      copyFileSync(
        goProgram({ name: `tiny-${name.replaceAll('/', '-')}`, program: 'tiny', env }),
        folder.at('dist', name),
      );
    put('linux');
    put('nested/arm64', { GOARCH: 'arm64' });
    put('darwin', { GOOS: 'darwin', GOARCH: 'arm64' });
    put('windows.exe', { GOOS: 'windows' });
    put('module.wasm', { GOOS: 'wasip1', GOARCH: 'wasm' });
    writeFileSync(folder.at('dist/checksums.txt'), 'abc\n');
    writeFileSync(folder.at('dist/run.sh'), '#!/bin/sh\n');
    writeFileSync(folder.at('dist/empty'), '');
  });

  test('JSON lists every executable by its kind, and says nothing of the rest', () => {
    const { status, stdout, stderr } = gosymbols(['inspect', '--binaries', 'dist', '--json'], {
      cwd: folder.path,
    });
    expect([status, stderr]).toEqual([0, '']);
    const documents = JSON.parse(stdout) as Facts[];
    expect(documents.map(({ path, kind }) => [path, kind])).toEqual([
      ['dist/darwin', 'mach-o'],
      ['dist/linux', 'elf'],
      ['dist/module.wasm', 'wasm'],
      ['dist/nested/arm64', 'elf'],
      ['dist/windows.exe', 'pe'],
    ]);
    const linux = documents.find(({ path }) => path === 'dist/linux');
    expect(linux?.level).toBe('D3');
    expect(linux?.buildIds.gnu).toMatch(/^[0-9a-f]{40}$/);
    expect(linux?.dwarf?.producers[0]?.producer).toMatch(/^Go cmd\/compile go1\./);
    const info = linux?.sections.find(({ name }) => name === '.debug_info');
    expect(info?.size).toBeGreaterThan(info?.fileSize ?? Number.POSITIVE_INFINITY);
  });

  test('the table names them all', () => {
    const { stdout } = gosymbols(['inspect', 'dist'], { cwd: folder.path });
    for (const name of ['darwin', 'linux', 'module.wasm', 'nested/arm64', 'windows.exe'])
      expect(stdout).toContain(`dist/${name}\n`);
  });
});

describe('--explain', () => {
  const folder = scratch();
  afterAll(() => folder[Symbol.dispose]());
  beforeAll(() => {
    copyFileSync(goProgram({ name: 'explained', program: 'truth' }), folder.at('api'));
    const { status, stderr } = gosymbols(['split', 'api', '--strip', 'all'], { cwd: folder.path });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
  });

  test('why a capability is missing, and what the debug file would give back at what cost', () => {
    const { status, stdout } = gosymbols(
      ['inspect', 'dist/split/api', '--debug', 'dist/split/api.debug', '--explain', 'perf-names'],
      { cwd: folder.path },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('perf-names: no. With this file you cannot see function names in perf.');
    expect(stdout).toMatch(/to restore +publish the debug file: yes \(\+0 bytes\)/);
    const [, bytes = ''] = /keeps `\.symtab` \(\+(\d+) bytes\)/.exec(stdout) ?? [];
    const table = readelfSections(folder.at('dist/split/api.debug')).filter(({ name }) =>
      /^\.(symtab|strtab)$/.test(name),
    );
    expect(Number(bytes)).toBe(table.reduce((sum, { size }) => sum + size, 0));
  });

  test('locals are told with the share of code in which they can be read', () => {
    const { status, stdout } = gosymbols(['inspect', 'dist/split/api.debug', '--explain', 'locals'], {
      cwd: folder.path,
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/parameters +\d+, readable in \d+(\.\d)? % of the code/);
    expect(stdout).toMatch(/units +[1-9]\d* optimised, 0 not/);
  });

  test('a misspelt capability is an error that names the right one', () => {
    const { status, stderr } = gosymbols(['inspect', 'api', '--explain', 'local'], { cwd: folder.path });
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean locals?');
  });
});
