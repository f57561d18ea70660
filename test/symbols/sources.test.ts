import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopWithDelve } from '../support/debuggers.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import type { Finished } from '../support/run.ts';
import { run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const MODULE = 'example.com/kitchen';
const PROGRAMS = join(import.meta.dirname, '..', 'fixtures', 'programs');

describe('sources that were published along', () => {
  const folder = scratch();
  const store = `oci-layout:${folder.at('store')}`;
  const binary = folder.at('dist', 'kitchen');
  const fetchTo = (sources: string, ...more: readonly string[]): Finished =>
    gosymbols([
      ...['fetch', '--binary', binary, '--store', store, '--out-dir', folder.at('out')],
      ...['--sources', folder.at(sources), ...more],
    ]);

  beforeAll(() => {
    cpSync(goProgram({ name: 'trimpath', args: ['-trimpath'] }), folder.at('kitchen'));
    cpSync(join(PROGRAMS, 'kitchen'), folder.at('module'), { recursive: true });
    for (const args of [
      ['split', folder.at('kitchen'), '--out-dir', folder.at('dist')],
      [
        ...['publish', '--index', folder.at('dist', 'gosymbols.json'), '--store', store],
        ...['--include', 'sources', '--sources', folder.at('module')],
      ],
    ]) {
      const { status, stderr } = gosymbols(args);
      expect(status, stderr).toBe(0);
    }
  });
  afterAll(() => folder[Symbol.dispose]());

  test('are what the module holds, and are left alone the second time', () => {
    for (const written of [true, false]) {
      const { status, stdout, stderr } = fetchTo('sources', '--json');
      expect(status, stderr).toBe(0);
      const path = folder.at('sources', MODULE);
      expect(JSON.parse(stdout).sources).toEqual([{ module: MODULE, path, files: 2, written }]);
      for (const name of ['main.go', 'go.mod']) {
        expect(readFileSync(join(path, name), 'utf8')).toBe(readFileSync(folder.at('module', name), 'utf8'));
      }
      expect(readdirSync(folder.at('sources'))).toEqual(['example.com']);
    }
  });

  test('do not overwrite what is there', () => {
    mkdirSync(folder.at('mine', MODULE), { recursive: true });
    writeFileSync(folder.at('mine', MODULE, 'main.go'), 'mine');
    const { status, stderr } = fetchTo('mine');
    expect([status, stderr]).toEqual([2, expect.stringContaining('[SOURCES_DIFFER]')]);
    expect(readdirSync(folder.at('mine'), { recursive: true })).toHaveLength(3);
    expect(readFileSync(folder.at('mine', MODULE, 'main.go'), 'utf8')).toBe('mine');
  });

  test.skipIf(lacks('gdb'))('gdb lists them with the command that is printed', () => {
    const { status, stdout } = fetchTo('for-gdb');
    expect(status).toBe(0);
    const command = stdout.split('\n').find((line) => line.startsWith('  gdb ')) ?? '';
    const listed = run('bash', ['-c', `${command} -nx -batch -ex 'list main.main'`], {
      env: { LC_ALL: 'C', HOME: '/nonexistent', DEBUGINFOD_URLS: '' },
    });
    const lines = readFileSync(folder.at('module', 'main.go'), 'utf8').split('\n');
    const main = lines.findIndex((line) => line.startsWith('func main()'));
    expect(listed.stdout).toContain(`${main + 1}\t${lines[main]}`);
    const without = command.replace(/ -ex \S*'set substitute-path [^']*'/, '');
    expect(without).not.toBe(command);
    const blind = run('bash', ['-c', `${without} -nx -batch -ex 'list main.main'`], {
      env: { LC_ALL: 'C', HOME: '/nonexistent', DEBUGINFOD_URLS: '' },
    });
    expect(blind.stdout).not.toContain('func main()');
  });

  test.skipIf(lacks('dlv'))('Delve lists them by the settings that are written', () => {
    expect(fetchTo('for-dlv').status).toBe(0);
    const home = folder.at('out');
    expect(existsSync(join(home, 'dlv/config.yml'))).toBe(true);
    const said = stopWithDelve(binary, { home, at: 'main.main' });
    expect(said).toMatch(/=>.*func main\(\)/);
  });
});
