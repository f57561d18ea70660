import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/tools.ts';
import { Project } from './project.ts';

const program = (name: string): string => `package main\n\nfunc main() { println("${name}") }\n`;
const SERVER = 'package main\n\nimport "net/http"\n\nfunc main() { println(http.ListenAndServe("", nil)) }\n';
const POLICY = `version: 1
mode: enforce
baseline: { on-missing: notice }
profiles: { release: { strip: all } }
artifacts:
  - name: worker
    path: "**/worker"
    profile: release
    budget: { disk: { max-increase: { bytes: 64KiB } } }
`;

describe.skipIf(lacks('act', 'registry', 'openssl'))('monorepo.yml', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.start();
    project.commit('first', {
      ...Project.example('monorepo.yml'),
      ...Object.fromEntries(
        ['api', 'worker'].flatMap((name) => [
          [`services/${name}/go.mod`, `module example.com/${name}\n\ngo 1.24\n`],
          [`services/${name}/main.go`, program(name)],
        ]),
      ),
      'services/worker/.gosymbols.yml': POLICY,
    });
  });
  afterAll(() => project[Symbol.asyncDispose]());

  const artifacts = (): string[] => project.server.state.artifacts.map(({ name }) => name).sort();

  test('a push: each leg leaves its index, and one job reports both', async () => {
    const ran = await project.run('monorepo.yml', project.push());
    expect(Object.values(ran.jobs), ran.log).toEqual(['success', 'success', 'success']);
    expect(artifacts()).toEqual(['gosymbols-leg-api', 'gosymbols-leg-worker']);
    expect(ran.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message)).toContain(
      'No comparison: `legs/*/baseline.json` matches no file.',
    );
    expect(ran.summary).toMatch(/2 binaries ship at/);
  });

  test('a pull request: each leg is compared with its own, one comment has both, and says that one fails', async () => {
    const ran = await project.run('monorepo.yml', project.pull(9, { 'services/worker/main.go': SERVER }));
    const { report, ...legs } = ran.jobs;
    expect(report, ran.log).toBe('success');
    expect(Object.values(legs).sort()).toEqual(['failure', 'success']);
    expect(ran.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      { file: 'services/worker/.gosymbols.yml', message: expect.stringContaining('worker') },
    ]);
    const [comment, ...others] = project.server.state.comments;
    expect(others).toEqual([]);
    expect(comment).toMatchObject({ issue: 9, body: expect.stringMatching(/^### ❌ .*fails for worker/) });
    expect(comment?.body).toMatch(/\*\*2 binaries\*\*/);
    expect(comment?.body).toMatch(/\| ❌ `worker`.*\+\d\.\d\sMiB/u);
    expect(comment?.body).toMatch(/\| `api`.*±0\sB/u);
  });
});
