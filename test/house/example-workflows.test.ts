import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readActions } from '../../scripts/action-tables.ts';
import { run } from '../support/run.ts';
import { lacks } from '../support/tools.ts';
import { ROOT } from './workspaces.ts';

const FOLDER = join(ROOT, 'examples/workflows');
const files = readdirSync(FOLDER);
const actions = new Map(readActions().map(({ verb, action }) => [verb, action]));

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const workflow = parse(text) as { permissions: unknown; jobs: Record<string, { steps: readonly Step[] }> };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('gives our actions inputs that they have', () => {
    const ours = steps.flatMap(({ uses = '', with: given = {} }) => {
      const match = /^gosymbols\/gosymbols(?:\/actions\/([\w-]+))?@/.exec(uses);
      return match === null ? [] : [{ verb: match[1] ?? 'pipeline', given: Object.keys(given) }];
    });
    expect(ours.length).toBeGreaterThan(0);
    for (const { verb, given } of ours)
      expect(Object.keys(actions.get(verb)?.inputs ?? {})).toEqual(expect.arrayContaining(given));
  });

  test('starts from no permission, and says why it takes each', () => {
    expect(workflow.permissions).toEqual({});
    const taken = text.split('\n').filter((line) => /^ +[\w-]+: (read|write)\b/.test(line));
    expect(taken.filter((line) => !line.includes('#'))).toEqual([]);
  });

  test.skipIf(lacks('actionlint'))('actionlint has nothing to say', () => {
    const { stdout, stderr } = run('actionlint', [join(FOLDER, file)]);
    expect(stdout + stderr).toBe('');
  });
});

test('a workflow with rights over other people’s code checks nothing of it out', () => {
  const privileged = files.filter((file) =>
    readFileSync(join(FOLDER, file), 'utf8').includes('workflow_run:'),
  );
  expect(privileged.length).toBeGreaterThan(0);
  for (const file of privileged)
    expect(readFileSync(join(FOLDER, file), 'utf8')).not.toMatch(/checkout|\brun:/);
});
