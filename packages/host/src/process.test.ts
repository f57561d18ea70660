import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProcessRequest, probe, runProcess } from './process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gosymbols-process-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A request that runs a script of Node's. */
function node(script: string, more: Partial<ProcessRequest> = {}): ProcessRequest {
  return {
    program: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: {},
    signal: new AbortController().signal,
    ...more,
  };
}

/** False once the process is gone; a zombie that nobody waits for counts as gone. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('lines', () => {
  test('come as they are written, from both streams, in one piece', async () => {
    const lines: string[] = [];
    const script = `
      process.stdout.write('one\\ntw'); process.stderr.write('Größe 1\\r\\n');
      setTimeout(() => process.stdout.write('o\\nthree'), 50);`;
    const finished = await runProcess(
      node(script, { onLine: (line, from) => lines.push(`${from}: ${line}`) }),
    );
    expect(finished).toEqual({ status: 0, endedBy: undefined, tail: ['Größe 1'] });
    expect(lines.filter((line) => line.startsWith('stdout'))).toEqual([
      'stdout: one',
      'stdout: two',
      'stdout: three',
    ]);
  });

  test('the end of stderr is kept, not all of it', async () => {
    const { status, tail } = await runProcess(
      node('for (let i = 0; i < 1000; i++) console.error("line " + i); process.exitCode = 7'),
    );
    expect(status).toBe(7);
    expect(tail).toHaveLength(40);
    expect(tail.at(-1)).toBe('line 999');
  });
});

test('arguments are not read by a shell', async () => {
  const lines: string[] = [];
  const args = ['-e', 'console.log(process.argv[1])', '$HOME `id` "*" ; exit 3'];
  await runProcess(node('', { args, onLine: (line) => lines.push(line) }));
  expect(lines).toEqual(['$HOME `id` "*" ; exit 3']);
});

test('the environment is what was given, and no more', async () => {
  const lines: string[] = [];
  await runProcess(
    node('console.log(JSON.stringify(process.env))', {
      env: { A: '1', B: undefined },
      onLine: (line) => lines.push(line),
    }),
  );
  expect(JSON.parse(lines[0] ?? '')).toEqual({ A: '1' });
});

test('a program that is not there', async () => {
  await expect(runProcess(node('', { program: 'no-such-program' }))).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    kind: 'unavailable',
    message: 'no-such-program: no such program on the PATH',
  });
});

test('a working directory that is not there', async () => {
  await expect(runProcess(node('', { cwd: join(folder, 'no') }))).rejects.toMatchObject({
    code: 'DIRECTORY_MISSING',
    kind: 'request',
  });
});

test('a program that a signal ended', async () => {
  expect(await runProcess(node('process.kill(process.pid, "SIGKILL")'))).toMatchObject({
    status: undefined,
    endedBy: 'SIGKILL',
  });
});

describe('cancelling', () => {
  const DEAF = `process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;

  test('SIGINT reaches a grandchild too', async () => {
    const controller = new AbortController();
    let grandchild = 0;
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log(child.pid); setInterval(() => {}, 1000);`;
    const running = runProcess(
      node(script, {
        signal: controller.signal,
        onLine: (line) => {
          grandchild = Number(line);
          controller.abort(new Error('cancelled by SIGINT'));
        },
      }),
    );
    await expect(running).rejects.toThrow('cancelled by SIGINT');
    await pause(50);
    expect(grandchild).toBeGreaterThan(0);
    expect(isAlive(grandchild)).toBe(false);
  });

  test('who is deaf to SIGINT and SIGTERM gets SIGKILL', async () => {
    const controller = new AbortController();
    const started = performance.now();
    const running = runProcess(
      node(`${DEAF} console.log('ready')`, {
        signal: controller.signal,
        grace: 100,
        onLine: () => controller.abort(new Error('cancelled')),
      }),
    );
    await expect(running).rejects.toThrow('cancelled');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a grandchild that is deaf and outlives the child is ended', async () => {
    const controller = new AbortController();
    let grandchild = 0;
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${DEAF} console.log(process.pid)`)}], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    const running = runProcess(
      node(script, {
        signal: controller.signal,
        grace: 100,
        onLine: (line) => {
          grandchild = Number(line);
          controller.abort(new Error('cancelled'));
        },
      }),
    );
    await expect(running).rejects.toThrow('cancelled');
    await pause(50);
    expect(isAlive(grandchild)).toBe(false);
  });

  test('nothing is started when it is too late', async () => {
    const request = node('', {
      signal: AbortSignal.abort(new Error('too late')),
      program: 'no-such-program',
    });
    await expect(runProcess(request)).rejects.toThrow('too late');
  });
});

test('out of time', async () => {
  await expect(runProcess(node('setInterval(() => {}, 1000)', { timeout: 300 }))).rejects.toMatchObject({
    code: 'TOOL_TIMEOUT',
  });
});

describe('probe', () => {
  const here = { cwd: tmpdir(), env: { PATH: process.env['PATH'] } };

  test('gives status and both streams', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 4';
    expect(await probe(process.execPath, ['-e', script], here)).toEqual({
      exitCode: 4,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('is undefined where the program is absent, by name or by path', async () => {
    expect(await probe('no-such-program', [], here)).toBeUndefined();
    expect(await probe('/no/such/program', [], here)).toBeUndefined();
  });
});
