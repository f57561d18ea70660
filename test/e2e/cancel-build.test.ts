import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { BUNDLE } from '../support/gosymbols.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { edit, fixtureRepository, onPath, realGo } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

/** A `go` whose builds write down their own process and its parent's, and then take for ever. */
function endlessGo(name: string): { readonly path: string; readonly started: string } {
  const started = folder.at(`${name}-started`);
  const script = [
    `case "$1" in build) echo $$ $PPID >> '${started}'; sleep 300; esac`,
    `exec '${realGo()}' "$@"`,
  ].join('\n');
  return { path: onPath(folder.at(`${name}-bin`), 'go', script), started };
}

/** Runs a build, interrupts it as soon as `started` has a line, and gives its exit status and what it said. */
async function interrupted(
  args: readonly string[],
  options: { cwd: string; path: string; started: string; signal: NodeJS.Signals },
): Promise<{ status: number | null; said: string; processes: readonly number[] }> {
  const child = spawn(process.execPath, [BUNDLE, 'build', ...args], {
    cwd: options.cwd,
    env: { ...process.env, PATH: options.path },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const closed = once(child, 'close');
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  while (!existsSync(options.started) || !readFileSync(options.started, 'utf8').includes('\n')) {
    if (isOver()) throw new Error(`it ended by itself: ${said}`);
    await pause(50);
  }
  child.kill(options.signal);
  await closed;
  const processes = readFileSync(options.started, 'utf8').trim().split(/\s+/).map(Number);
  return { status: child.exitCode, said, processes };
}

/** Whether a process is there and is not only waiting for its parent to take note of its end. */
function lives(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function leftOver(dist: string): string[] {
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(^|\/)gosymbols\.json$|\.tmp$/.test(path),
  );
}

describe.skipIf(lacks('goreleaser'))('GoReleaser', () => {
  test.each([
    ['build', 'SIGINT', 130],
    ['snapshot', 'SIGTERM', 143],
  ] as const)('a %s is cancelled while it compiles, by %s', async (mode, signal, expected) => {
    const depot = fixtureRepository('depot', folder.at(mode));
    const go = endlessGo(mode);
    const args = ['--tool', 'goreleaser', '--mode', mode];
    const { status, said, processes } = await interrupted(args, { cwd: depot, ...go, signal });
    expect(status, said).toBe(expected);
    expect(said).toContain(`cancelled by ${signal}`);
    // The compilers, and GoReleaser itself.
    expect(new Set(processes).size).toBeGreaterThan(1);
    expect(processes.filter(lives)).toEqual([]);
    expect(leftOver(join(depot, 'dist'))).toEqual([]);
  });

  test('a snapshot is cancelled when some of its binaries are split already', async () => {
    const depot = fixtureRepository('depot', folder.at('half-way'));
    const started = folder.at('half-way-started');
    edit(join(depot, '.goreleaser.yaml'), (text) =>
      text.replace(/post: sh -c .*/, `post: sh -c 'echo $$ $PPID >> "${started}"; sleep 300; true'`),
    );
    const { status, said, processes } = await interrupted(['--tool', 'goreleaser', '--mode', 'snapshot'], {
      cwd: depot,
      path: process.env['PATH'] ?? '',
      started,
      signal: 'SIGINT',
    });
    expect(status, said).toBe(130);
    expect(processes.filter(lives)).toEqual([]);
    const records = readdirSync(join(depot, 'dist/gosymbols')).filter((name) => name.endsWith('.json'));
    expect(records.length).toBeGreaterThan(0);
    expect(leftOver(join(depot, 'dist'))).toEqual([]);
  });
});

describe.skipIf(lacks('bazel'))('Bazel', () => {
  test('an action, the client and the server end', async () => {
    const tree = fixtureRepository('tree', folder.at('tree'));
    const go = endlessGo('tree');
    const env = { PATH: go.path };
    const server = Number(output('bazel', ['info', 'server_pid'], { cwd: tree, env }).trim());
    try {
      expect(lives(server)).toBe(true);
      const args = ['--tool', 'bazel', '//services/alpha:tool'];
      const { status, said, processes } = await interrupted(args, { cwd: tree, ...go, signal: 'SIGINT' });
      expect(status, said).toBe(130);
      expect(said).toContain('cancelled by SIGINT');
      expect(processes.slice(0, 1).filter(lives)).toEqual([]);
      expect(lives(server)).toBe(false);
      expect(existsSync(join(tree, 'dist'))).toBe(false);
    } finally {
      run('bazel', ['clean', '--expunge'], { cwd: tree, env });
      run('bazel', ['shutdown'], { cwd: tree, env });
    }
  });
});
