import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOf, type Host, Inputs, type Outcome } from '@gosymbols/host';
import { writeIndex } from '@gosymbols/record';
import { sampleIndex } from '@gosymbols/report/sample';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { terminalShape } from './terminal-shape.ts';
import { commonFolder } from './upload-report.ts';
import { verb } from './verb.ts';

let folder: string;
const summaries: string[] = [];
const notices: string[] = [];
const uploads: { name: string; files: readonly string[]; root: string }[] = [];
let artifact: () => Promise<number | undefined>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gosymbols-report-'));
  await writeIndex(join(folder, 'dist/gosymbols.json'), sampleIndex());
  artifact = async () => 77;
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const list of [summaries, notices, uploads]) list.length = 0;
});

function hostAt(cwd: string, env: Record<string, string> = {}): Host {
  const ignore = (): void => {};
  return {
    kind: 'github',
    cwd,
    env: { NO_COLOR: '1', ...env },
    tempDir: cwd,
    signal: new AbortController().signal,
    now: () => new Date(0),
    info: ignore,
    debug: ignore,
    notice: (message) => void notices.push(message),
    warning: ignore,
    error: ignore,
    group: (_, body) => body(),
    progress: () => ({ update: ignore, done: ignore, failed: ignore }),
    summary: async (markdown) => void summaries.push(markdown),
    setOutput: ignore,
    secret: ignore,
    uploadArtifact: async (name, files, root) => {
      uploads.push({ name, files, root });
      return artifact();
    },
  };
}

const run = (given: Record<string, string> = {}, env: Record<string, string> = {}): Promise<Outcome> =>
  verb.run(new Inputs(verb.spec, given), hostAt(folder, env));

async function failure(
  given: Record<string, string>,
): Promise<{ status: 2 | 3; code: string | undefined; message: string }> {
  const fault = await run(given).then(
    () => expect.fail('it should have failed'),
    (error: unknown) => faultOf(error),
  );
  expect(fault.next).toBeDefined();
  return { status: fault.status, code: fault.code, message: fault.message };
}

describe('what it makes', () => {
  test('by default a table, a summary, and no file', async () => {
    const { text, outputs, verdict } = await run();
    expect(text).toMatch(/^✓ All rules hold\.[\s\S]*\napi +8\.3 MiB/);
    expect(text).toContain(' dist/api');
    expect(summaries).toEqual([expect.stringMatching(/^### ✅ gosymbols: /)]);
    expect(outputs).toMatchObject({ verdict: 'pass', published: 2, html: '', 'artifact-id': '' });
    expect(verdict).toBeUndefined();
    expect(await readdir(join(folder, 'dist'))).toEqual(['gosymbols.json']);
  });

  test('files beside the index, complete and without drafts', async () => {
    const { outputs, text } = await run({ format: 'html\nmarkdown, json', summary: 'false' });
    expect(await readdir(join(folder, 'dist'))).toEqual([
      'gosymbols-report.html',
      'gosymbols-report.json',
      'gosymbols-report.md',
      'gosymbols.json',
    ]);
    expect(await readFile(String(outputs['html']), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(JSON.parse(await readFile(String(outputs['json']), 'utf8'))).toMatchObject({
      schemaVersion: 1,
      verdict: 'pass',
    });
    expect(text).toMatch(/^Report: .*\.html\nReport: .*\.md\nReport: .*\.json$/);
    expect(summaries).toEqual([]);
  });

  test('files in a folder that it makes', async () => {
    const { outputs } = await run({ format: 'markdown', 'out-dir': 'reports/today' });
    expect(outputs['markdown']).toBe(join(folder, 'reports/today/gosymbols-report.md'));
  });

  test('a failed policy is told and does not fail the report', async () => {
    const finding = {
      rule: 'SZ001',
      severity: 'error' as const,
      artifact: 'api',
      message: 'too large.',
      next: 'Shrink it.',
    };
    await writeIndex(join(folder, 'bad.json'), sampleIndex({ findings: [finding] }));
    const outcome = await run({ index: 'bad.json' });
    expect(outcome.outputs['verdict']).toBe('fail');
    expect(outcome.verdict).toBeUndefined();
  });

  test('a baseline is compared with', async () => {
    await writeIndex(join(folder, 'old.json'), sampleIndex({ names: ['api'] }));
    expect((await run({ baseline: 'old.json' })).text).toContain('vs. baseline');
  });
});

describe('the artifact', () => {
  const runner = {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_RUN_ID: '12',
  };

  test('holds index and page, and the summary links to it', async () => {
    const { outputs } = await run({ 'upload-artifact': 'sizes' }, runner);
    expect(outputs['artifact-id']).toBe(77);
    expect(uploads).toEqual([
      {
        name: 'sizes',
        root: join(folder, 'dist'),
        files: [join(folder, 'dist/gosymbols.json'), join(folder, 'dist/gosymbols-report.html')],
      },
    ]);
    expect(summaries[0]).toContain(
      '[full report](https://github.com/octo/shop/actions/runs/12/artifacts/77)',
    );
  });

  test('is passed over, and said, where there is no service', async () => {
    artifact = async () => undefined;
    expect((await run({ 'upload-artifact': 'sizes' }, runner)).outputs['artifact-id']).toBe('');
    expect(notices[0]).toContain('`sizes` was not uploaded');
    expect(summaries[0]).not.toContain('full report');
  });

  test('that is refused ends with status 3', async () => {
    artifact = async () => {
      throw new Error('quota exceeded');
    };
    expect(await failure({ 'upload-artifact': 'sizes' })).toMatchObject({
      status: 3,
      code: 'ARTIFACT_UPLOAD',
      message: expect.stringContaining('quota exceeded'),
    });
  });

  test('roots where all its files are', () => {
    expect(commonFolder(['/a/b/c.json', '/a/d/e.html'])).toBe('/a');
    expect(commonFolder(['/a/b/c.json', '/a/b/d.html'])).toBe('/a/b');
    expect(commonFolder(['/a/c.json', '/b/d.html'])).toBe('/');
  });
});

describe('bad input', () => {
  test('missing index', async () => {
    expect(await failure({ index: 'none.json' })).toMatchObject({ status: 2, code: 'INDEX_MISSING' });
  });

  test('index is a folder', async () => {
    expect(await failure({ index: 'dist' })).toMatchObject({
      status: 2,
      code: 'INDEX_IS_FOLDER',
      message: expect.stringContaining('dist'),
    });
  });

  test.each([
    ['empty', '', 'INDEX_NOT_JSON'],
    ['text', 'hello', 'INDEX_NOT_JSON'],
    ['another document', '{"a":1}', 'INDEX_SHAPE'],
    ['a later version', '{"schemaVersion":2}', 'INDEX_VERSION'],
  ])('index is %s', async (_, text, code) => {
    await writeFile(join(folder, 'bad.json'), text);
    expect(await failure({ index: 'bad.json', format: 'html' })).toMatchObject({ status: 2, code });
    expect(await readdir(folder)).not.toContain('gosymbols-report.html');
  });

  test('missing baseline', async () => {
    expect(await failure({ baseline: 'none.json' })).toMatchObject({ status: 2, code: 'INDEX_MISSING' });
  });

  test('unknown format', async () => {
    const fault = await failure({ format: 'html\nmarkdwn' });
    expect(fault).toMatchObject({
      status: 2,
      code: 'INPUT_VALUE',
      message: expect.stringContaining('`markdwn`'),
    });
    expect(await readdir(join(folder, 'dist'))).toEqual(['gosymbols.json']);
  });

  test('out-dir is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await failure({ format: 'html', 'out-dir': 'file' })).toMatchObject({
      status: 2,
      code: 'OUT_DIR_NOT_FOLDER',
    });
    expect(await failure({ format: 'html', 'out-dir': 'file/below' })).toMatchObject({
      status: 2,
      code: 'OUT_DIR_NOT_FOLDER',
    });
  });

  test('a target that cannot be replaced leaves no draft behind', async () => {
    await mkdir(join(folder, 'dist/gosymbols-report.html'));
    expect(await failure({ format: 'html' })).toMatchObject({ status: 3, code: 'OUT_DIR_UNWRITABLE' });
    expect(await readdir(join(folder, 'dist'))).toEqual(['gosymbols-report.html', 'gosymbols.json']);
  });

  test('out-dir where nothing can be written', async () => {
    expect(await failure({ format: 'html', 'out-dir': '/proc/none' })).toMatchObject({
      status: 3,
      code: 'OUT_DIR_UNWRITABLE',
    });
  });
});

describe('colour and width', () => {
  const shape = (
    kind: 'github' | 'terminal',
    env: Record<string, string>,
    stdout: { isTTY?: boolean; columns?: number } = {},
  ) => terminalShape({ kind, env }, stdout);

  test('a log has colour and 140 columns', () => {
    expect(shape('github', {})).toEqual({ colour: true, width: 140 });
  });

  test('a pipe has no colour and 100 columns', () => {
    expect(shape('terminal', {})).toEqual({ colour: false, width: 100 });
  });

  test('a terminal has colour and its own width', () => {
    expect(shape('terminal', {}, { isTTY: true, columns: 93 })).toEqual({ colour: true, width: 93 });
  });

  test('NO_COLOR, FORCE_COLOR and COLUMNS decide first', () => {
    expect(shape('terminal', { NO_COLOR: '1', COLUMNS: '70' }, { isTTY: true, columns: 93 })).toEqual({
      colour: false,
      width: 70,
    });
    expect(shape('terminal', { FORCE_COLOR: '1' }).colour).toBe(true);
    expect(shape('github', { FORCE_COLOR: '0' }).colour).toBe(false);
    expect(shape('terminal', { TERM: 'dumb' }, { isTTY: true }).colour).toBe(false);
  });
});
