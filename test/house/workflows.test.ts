import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { block } from '../docs/pages.ts';
import { run } from '../support/run.ts';
import { lacks } from '../support/tools.ts';
import { ROOT } from './workspaces.ts';

const FOLDER = join(ROOT, '.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: unknown; readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }
    >
  >;
}

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test('uses no action but by its full commit, with the version beside it', () => {
    const used = [...text.matchAll(/^ *(?:- )?uses: (.+)$/gm)].map(([, name = '']) => name);
    expect(used).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
    const loose = used.filter(
      (name) => !/^\.\/( #|$)/.test(name) && !/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(name),
    );
    expect(loose).toEqual([]);
  });

  test('starts from no permission, says why it takes each, and how long it may take', () => {
    expect(workflow.permissions).toEqual({});
    expect(jobs.filter((job) => job.permissions === undefined)).toEqual([]);
    expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
    const taken = text.split('\n').filter((line) => /^ +[\w-]+: (read|write)\b/.test(line));
    expect(taken.filter((line) => !line.includes('#'))).toEqual([]);
  });

  test('leaves no credentials behind, and never runs with rights over code of others', () => {
    const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(0);
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
    expect(Object.keys(workflow.on)).not.toEqual(expect.arrayContaining(['pull_request_target']));
    expect(Object.keys(workflow.on)).not.toEqual(expect.arrayContaining(['workflow_run']));
  });

  test('no expression is pasted into a script; scripts and lock file are those of the commit', () => {
    const scripts = steps.flatMap((step) => step.run ?? []);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
    expect(scripts.filter((script) => /\bnpm (i|install|add)\b/.test(script))).toEqual([]);
    const named = scripts.flatMap((script) => script.match(/(?:scripts\/[\w.-]+|\.ci\/run)/g) ?? []);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test.skipIf(lacks('actionlint'))('actionlint has nothing to say', () => {
    const { stdout, stderr } = run('actionlint', [join(FOLDER, file)]);
    expect(stdout + stderr).toBe('');
  });
});

test.skipIf(lacks('zizmor'))('zizmor finds nothing in workflows, actions and examples', () => {
  const folders = ['.github', 'action.yml', 'actions'].map((path) => join(ROOT, path));
  const { status, stdout, stderr } = run('zizmor', [
    '--offline',
    '--no-progress',
    '--color=never',
    ...folders,
  ]);
  expect(status, stdout + stderr).toBe(0);
});

test('what SECURITY.md tells users to verify is what the release attests', () => {
  const command = block('SECURITY.md', 'sh', 'gh attestation verify')
    .replaceAll('\\\n', ' ')
    .trim()
    .split(/\s+/);
  const [file = '', , repository = '', , signer = ''] = command.slice(3);
  expect(signer).toMatch(new RegExp(`^${repository}/\\.github/workflows/[\\w-]+\\.yml$`));
  const path = signer.slice(repository.length + 1);
  const { jobs } = parse(readFileSync(join(ROOT, path), 'utf8')) as Workflow;
  const attested = Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ uses = '', with: given = {} }) =>
      uses.startsWith('actions/attest@') ? `${given['subject-path']}`.trim().split('\n') : [],
    ),
  );
  expect(attested.some((pattern) => matchesGlob(file, pattern))).toBe(true);
});
