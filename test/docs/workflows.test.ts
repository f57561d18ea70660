import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readActions } from '../../scripts/action-tables.ts';
import { run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';
import { BLOCKS } from './pages.ts';
import { isWorkflow } from './who-answers.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly permissions?: unknown }>
  >;
}

const actions = new Map(readActions().map(({ verb, action }) => [verb, action]));
const workflows = BLOCKS.filter(isWorkflow).map((block) => ({ ...block, at: `${block.page}:${block.line}` }));

/** A fragment (a list of steps, steps, jobs) as the whole workflow that it is a part of. */
function whole(text: string): string {
  const indent = (by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
  // Where earlier steps are left out (`# … build …`), what they output is not known here.
  const earlier = text.includes('steps.push.')
    ? '      - { id: push, uses: docker/build-push-action@v6 }\n'
    : '';
  const job = '  job:\n    runs-on: ubuntu-latest\n';
  if (/^on:/m.test(text)) return text;
  if (/^- /.test(text)) return `on: push\njobs:\n${job}    steps:\n${indent(6)}`;
  if (/^jobs:/m.test(text))
    return `on: push\n${text.replace(/^( +)steps:\n/m, (line) => `${line}${earlier}`)}`;
  const [, permissions = ''] = /^(permissions:\n(?: .*\n)+)/m.exec(text) ?? [];
  const steps = text.replace(permissions, '');
  return `on: push\n${permissions}jobs:\n${job}${steps.replace(/^(?=.)/gm, '    ')}`;
}

describe.each(workflows)('$at', ({ text }) => {
  const workflow = parse(whole(text)) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('gives our actions inputs that they have, and asks for outputs that they have', () => {
    const ours = steps.flatMap((step) => {
      const match = /^gosymbols\/gosymbols(?:\/actions\/([\w-]+))?@/.exec(step.uses ?? '');
      return match === null ? [] : [{ verb: match[1] ?? 'pipeline', step }];
    });
    for (const { verb, step } of ours) {
      const action = actions.get(verb);
      expect(Object.keys(action?.inputs ?? {})).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
      const asked = [...text.matchAll(new RegExp(`steps\\.${step.id}\\.outputs\\.([\\w-]+)`, 'g'))];
      expect(Object.keys(action?.outputs ?? {})).toEqual(
        expect.arrayContaining(asked.map(([, name]) => name)),
      );
    }
  });

  test('says why it takes each permission', () => {
    const taken = text.split('\n').filter((line) => /^ +[\w-]+: (read|write)\b/.test(line));
    expect(taken.filter((line) => !line.includes('#'))).toEqual([]);
  });

  test.skipIf(lacks('actionlint'))('actionlint has nothing to say', () => {
    const file = folder.at('workflow.yml');
    writeFileSync(file, whole(text));
    const { stdout, stderr } = run('actionlint', ['-shellcheck=', '-pyflakes=', file]);
    expect(stdout + stderr).toBe('');
  });
});
