import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../house/workspaces.ts';
import { type Finished, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { onPath } from '../support/shop.ts';
import { copyOfRepository } from './repository.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

const { work, git, atRemote } = copyOfRepository(folder.at);
symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
writeFileSync(join(work, '.git/info/exclude'), 'node_modules\n');

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}
const { jobs } = parse(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8')) as Workflow;

/** Stands for GitHub's command: says what it was asked to do; there is no pull request yet. */
const PATH = onPath(folder.at('gh'), 'gh', `echo "$@" >> '${folder.at('asked')}'\n[ "$1 $2" != "pr view" ]`);

/** Runs the script of release.yml that holds a text, as the runner does. */
function script(job: string, holding: string): Finished & { readonly outputs: string } {
  const [step, ...more] = jobs[job]?.steps.filter((one) => one.run?.includes(holding) === true) ?? [];
  if (step?.run === undefined || more.length > 0)
    throw new Error(`release.yml: not one script with ${holding}`);
  const file = folder.at('script.sh');
  const outputs = folder.at('outputs');
  writeFileSync(file, step.run);
  writeFileSync(outputs, '');
  const ended = run('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', file], {
    cwd: work,
    env: { PATH, GITHUB_OUTPUT: outputs },
  });
  expect(ended.status, ended.stderr).toBe(0);
  return { ...ended, outputs: readFileSync(outputs, 'utf8') };
}

test('a change that waits becomes a pull request; merged, it is released; then nothing waits', () => {
  writeFileSync(join(work, '.changeset/one.md'), '---\n"@gosymbols/cli": minor\n---\n\ncli: one more verb\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'cli: one more verb');
  git('push', '--quiet', 'origin', 'main');

  expect(script('version', 'scripts/version.ts').outputs).toBe('waits=true\n');
  script('version', 'gh pr create');
  expect(readFileSync(folder.at('asked'), 'utf8')).toMatch(
    /^auth setup-git\npr view next-version .*\npr create /,
  );
  expect(atRemote('show', 'next-version:CHANGELOG.md')).toMatch(
    /^## \d+\.\d+\.0 .*\n\n### New\n[\s\S]*^- cli: one more verb$/m,
  );
  expect(atRemote('tag')).toBe('');

  git('switch', '--quiet', 'main');
  git('merge', '--quiet', '--ff-only', 'next-version');
  git('push', '--quiet', 'origin', 'main');
  expect(script('version', 'scripts/version.ts').outputs).toBe('waits=false\n');
  cpSync(join(ROOT, 'dist'), join(work, 'dist'), { recursive: true });
  const { version } = JSON.parse(readFileSync(join(work, 'package.json'), 'utf8'));
  const { outputs } = script('release', 'scripts/release-commit.ts');
  expect(outputs).toBe(`tag=v${version}\ncommit=${atRemote('rev-parse', `v${version}`)}\n`);
  expect(atRemote('tag').split('\n')).toEqual([`v${version.split('.')[0]}`, `v${version}`]);
  expect(script('release', 'scripts/release-commit.ts').outputs).toBe('tag=\ncommit=\n');
});
