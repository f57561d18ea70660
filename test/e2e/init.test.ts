import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { FOREIGN, NATIVE } from '../support/build-matrix.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';

const build = (name: string): string => {
  const found = [...NATIVE, ...FOREIGN].find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no build ${name}`);
  return goProgram(found);
};

/** `dist` with one program for two platforms, one stripped, one whose name is made of glob characters, and what is no program. */
function dist(folder: ReturnType<typeof scratch>): void {
  for (const [path, from] of [
    ['linux_amd64/api', build('trimpath')],
    ['linux_arm64/api', build('arm64')],
    ['tool', build('symtab-only')],
    ['we[i]rd {name}', build('static')],
  ] as const) {
    mkdirSync(folder.at('dist', path, '..'), { recursive: true });
    cpSync(from, folder.at('dist', path));
  }
  writeFileSync(folder.at('dist', 'notes.txt'), 'no program');
}

describe('init', () => {
  const folder = scratch();
  let policy: string;
  beforeAll(() => {
    dist(folder);
    const { status, stderr } = gosymbols(['init', 'dist'], { cwd: folder.path });
    expect(status, stderr).toBe(0);
    policy = readFileSync(folder.at('.gosymbols.yml'), 'utf8');
  });

  test('what it writes is what it measured', () => {
    expect(policy).toMatch(/^mode: audit$/m);
    expect(policy).toMatch(/name: api\n {4}path: dist\/\*\*\/api\n {4}profile: unstripped-d3$/m);
    expect(policy).toMatch(/name: tool\n {4}path: dist\/tool\n {4}profile: symbol-table-kept-d2$/m);
    expect(policy).toMatch(
      /^ {2}unstripped-d3:\n {4}strip: none\n {4}debuggability: \{ min: D3, require: \[ build-id \] \}$/m,
    );
    expect(policy).toMatch(/ {6}disk: \{ max: \d+KiB \}\n {6}wire: \{ max: \d+KiB, severity: warn \}/);
  });

  test('all that was measured passes by it, enforced', () => {
    writeFileSync(folder.at('.gosymbols.yml'), policy.replace('mode: audit', 'mode: enforce'));
    const made = gosymbols(['split', 'dist', '--strip', 'none', '--in-place'], { cwd: folder.path });
    expect(made.status, made.stderr).toBe(0);
    const [, index = ''] = /^index: (.+)$/m.exec(made.stdout) ?? [];
    const verified = gosymbols(['verify', '--index', index], { cwd: folder.path });
    expect(verified.status, verified.stdout + verified.stderr).toBe(0);
    expect(verified.stdout).toContain('.gosymbols.yml: pass, all rules hold');
    expect(verified.stdout).toContain('we-i-rd--name-');
  });

  test('a policy that is there is left as it is', () => {
    writeFileSync(folder.at('mine.yml'), '# mine\n');
    const { status, stderr } = gosymbols(['init', 'dist', '--policy', 'mine.yml'], { cwd: folder.path });
    expect(status).toBe(2);
    expect(stderr).toContain('mine.yml is there already, and is left as it is');
    expect(readFileSync(folder.at('mine.yml'), 'utf8')).toBe('# mine\n');
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test.each([
    ['nothing that is a Go program', ['dist/notes.txt'], 'none of the files is a Go program'],
    ['a path that is not there', ['gone'], 'gone: no such file'],
    ['headroom in words', ['dist', '--headroom', 'some'], '`some` is not a number of percent'],
  ])('refused: %s', (_, args, message) => {
    const { status, stderr } = gosymbols(['init', ...args, '--policy', 'other.yml'], { cwd: folder.path });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(readdirSync(folder.path)).not.toContain('other.yml');
  });
});
