import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inputs } from '@gosymbols/host';
import type { JudgeContext } from '@gosymbols/policy';
import { expect, test } from 'vitest';
import { readContext } from './read-context.ts';
import { recordingHost } from './recording-host.ts';
import { verb } from './verb.ts';

type Env = Record<string, string>;
const today = '2026-06-01';

const cases: [name: string, env: Env, given: Env, context: JudgeContext][] = [
  ['a terminal', {}, {}, { today, labels: [] }],
  [
    'a push',
    { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'release/2' },
    {},
    { today, branch: 'release/2', labels: [] },
  ],
  ['a tag', { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' }, {}, { today, tag: 'v1.2.0', labels: [] }],
  [
    'a pull request: the base branch, not the head',
    {
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REF_NAME: '7/merge',
      GITHUB_BASE_REF: 'main',
      GITHUB_HEAD_REF: 'release/mine',
    },
    {},
    { today, branch: 'main', labels: [] },
  ],
  [
    'a merge group',
    {
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REF_NAME: 'gh-readonly-queue/release/2/pr-7-0123abcd',
      GITHUB_BASE_REF: '',
    },
    {},
    { today, branch: 'release/2', labels: [] },
  ],
  [
    'inputs win',
    { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' },
    { branch: 'release/3', tag: 'v3', labels: 'a\n b \n', environment: 'production' },
    { today, branch: 'release/3', tag: 'v3', labels: ['a', 'b'], environment: 'production' },
  ],
];

test.each(cases)('context of %s', async (_, env, given, context) => {
  const host = recordingHost({ cwd: '/', kind: 'github', env });
  expect(await readContext(new Inputs(verb.spec, given), host)).toEqual(context);
});

test.each([
  [
    'labels of a pull request',
    '{"pull_request":{"labels":[{"name":"needs-repro"},{"name":7}]}}',
    ['needs-repro'],
    0,
  ],
  ['another event', '{"push":{}}', [], 0],
  ['an event that is broken', '{', [], 1],
])('%s', async (_, event, labels, warnings) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'event-'));
  const path = join(folder.path, 'event.json');
  await writeFile(path, event);
  const host = recordingHost({ cwd: '/', kind: 'github', env: { GITHUB_EVENT_PATH: path } });
  expect(await readContext(new Inputs(verb.spec, {}), host)).toMatchObject({ labels });
  expect(host.said).toHaveLength(warnings);
});
