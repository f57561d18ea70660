import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
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
