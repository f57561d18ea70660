import { cpSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askGdb } from '../support/debuggers.ts';
import { type Build, goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const BUILDS: readonly (Build & { readonly seen: boolean })[] = [
  { name: 'static', seen: false },
  { name: 'pie', args: ['-buildmode=pie'], seen: false },
  { name: 'cgo', program: 'cgo', env: { CGO_ENABLED: '1' }, seen: true },
];

describe.skipIf(lacks('gdb', 'eu-unstrip', 'gcc'))('symbols of a core file, with the built bundle', () => {
  const folder = scratch();
  afterAll(() => folder[Symbol.dispose]());

  describe.each(BUILDS)('$name', ({ seen, ...build }) => {
    const { name } = build;
    const store = `oci-layout:${folder.at(`${name}-store`)}`;
    const core = folder.at(`${name}.core`);
    const shipped = folder.at(`${name}-shipped`);
    const dist = folder.at(`${name}-dist`);
    let buildId = '';

    beforeAll(() => {
      const binary = folder.at(name);
      cpSync(goProgram(build), binary);
      const split = gosymbols(['split', binary, '--out-dir', dist]);
      expect(split.status, split.stderr).toBe(0);
      const index = join(dist, 'gosymbols.json');
      const published = gosymbols(['publish', '--index', index, '--store', store, '--include', 'executable']);
      expect(published.status, published.stderr).toBe(0);
      buildId = JSON.parse(readFileSync(index, 'utf8')).binaries[0].split.after.buildIds.gnu;
      cpSync(join(dist, name), shipped);
      askGdb(shipped, undefined, ['starti', `generate-core-file ${core}`]);
      rmSync(shipped);
      rmSync(join(dist, name));
      rmSync(join(dist, `${name}.debug`));
    });

    // Go's own linker leaves the GNU note out of PT_NOTE, and elfutils reads nothing else.
    test(`eu-unstrip ${seen ? 'reads the same build ID' : 'reads no build ID'} from the memory`, () => {
      const line = output('eu-unstrip', ['-n', `--core=${core}`]).split('\n')[0];
      expect(line?.includes(buildId)).toBe(seen);
    });

    test('is fetched without the binary, and gdb opens core and program from the tree', () => {
      const out = folder.at(`${name}-out`);
      const { status, stdout, stderr } = gosymbols([
        ...['fetch', '--core', core, '--store', store, '--out-dir', out, '--executables', '--json'],
      ]);
      expect(status, stderr).toBe(0);
      const [file] = JSON.parse(stdout).files;
      expect(file).toMatchObject({ name: `${name}-shipped`, buildId, written: true });
      expect(statSync(file.executable).mode & 0o777).toBe(0o755);
      const line = askGdb([file.executable, core], out, ['info line main.main']);
      expect(line).toMatch(/Line \d+ of ".*main\.go"/);
      if (seen) expect(askGdb([], out, [`core-file ${core}`, 'info files'])).toContain(file.executable);
    });

    test('a store without it: what is missing is named, nothing is written', () => {
      const out = folder.at(`${name}-none`);
      const empty = `oci-layout:${folder.at(`${name}-empty`)}`;
      writeFileSync(folder.at('other.json'), '{}');
      const { status, stderr } = gosymbols(['fetch', '--core', core, '--store', empty, '--out-dir', out]);
      expect(status).toBe(2);
      expect(stderr).toContain('STORE_MISSING');
      expect(existsSync(out)).toBe(false);
    });
  });

  test.each([
    ['a binary', () => cpSync(goProgram({ name: 'static' }), folder.at('not-a-core')), 'NOT_A_CORE'],
    ['a text', () => writeFileSync(folder.at('not-a-core'), 'core'), 'NOT_ELF'],
    [
      'a core cut short',
      () => {
        cpSync(folder.at('static.core'), folder.at('not-a-core'));
        truncateSync(folder.at('not-a-core'), 8192);
      },
      /CORE_MEMORY|CORE_MAPPINGS|ELF_TRUNCATED|BYTES_OUTSIDE/,
    ],
  ])('%s is refused in one line', (_what, make, code) => {
    make();
    const { status, stderr } = gosymbols([
      'fetch',
      '--core',
      folder.at('not-a-core'),
      '--store',
      'oci-layout:none',
    ]);
    expect(status).toBeGreaterThanOrEqual(2);
    expect(stderr).toMatch(code);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
