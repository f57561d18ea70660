import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/tools.ts';
import { Project } from './project.ts';

const PROGRAM = 'package main\n\nfunc main() { println("hello") }\n';
const SERVER = 'package main\n\nimport "net/http"\n\nfunc main() { println(http.ListenAndServe("", nil)) }\n';
const POLICY = `version: 1
mode: enforce
baseline: { on-missing: notice }
profiles:
  release:
    strip: all
artifacts:
  - name: hello
    path: "**/hello"
    profile: release
    budget:
      disk: { max: 2MiB }
`;

describe.skipIf(lacks('act', 'registry', 'openssl'))('size.yml and size-comment.yml', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.start();
    project.commit('first', {
      ...Project.example('size.yml'),
      ...Project.example('size-comment.yml'),
      'go.mod': 'module example.com/hello\n\ngo 1.24\n',
      'cmd/hello/main.go': PROGRAM,
      '.gosymbols.yml': POLICY,
    });
    const pushed = await project.run('size.yml', project.push());
    expect(pushed.jobs, pushed.log).toEqual({ size: 'success' });
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test('a budget is broken: the job fails on the line of the policy, and the comment says it too', async () => {
    const ran = await project.run('size.yml', project.pull(3, { 'cmd/hello/main.go': SERVER }));
    expect(ran.jobs, ran.log).toEqual({ size: 'failure' });
    expect(ran.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      {
        file: '.gosymbols.yml',
        line: '12',
        message: expect.stringMatching(/^SZ001 hello: 5\.\d+\sMiB on disk, .* over the maximum of 2\sMiB/u),
      },
    ]);
    expect(ran.outputs['2.verdict']).toBe('fail');
    expect(ran.summary).toMatch(/^### ❌ gosymbols: /m);
    expect(project.server.state.comments).toMatchObject([
      { issue: 3, body: expect.stringMatching(/^### ❌ /) },
    ]);
  });

  test('a fork: its own run may not comment and says how; the run behind it does', async () => {
    const big = project.pull(
      5,
      { 'cmd/hello/main.go': SERVER, '.gosymbols.yml': POLICY.replace('2MiB', '99MiB') },
      'fork',
    );
    const measured = await project.run('size.yml', big);
    expect(measured.jobs, 'the policy that counts is that of the base').toEqual({ size: 'failure' });
    expect(measured.annotations.filter(({ level }) => level === 'warning')).toMatchObject([
      { message: expect.stringContaining('workflow_run, with `from-artifact`') },
    ]);
    expect(project.server.state.comments.filter(({ issue }) => issue === 5)).toEqual([]);

    const answer = await project.run('size-comment.yml', project.completed(big, 'size'));
    expect(answer.jobs, answer.log).toEqual({ comment: 'success' });
    expect(answer.outputs['0.comment']).toBe('created');
    const [comment] = project.server.state.comments.filter(({ issue }) => issue === 5);
    expect(comment?.body).toContain('the figures are that run’s word');
    expect(comment?.body).toContain('uploaded by a push to the default branch');
  });

  test('the run behind a branch of the repository itself is skipped', async () => {
    const own = project.pull(6, { 'cmd/hello/main.go': SERVER });
    const skipped = await project.run('size-comment.yml', project.completed(own, 'size'));
    expect(skipped.steps).toEqual([]);
    expect(project.server.state.comments.filter(({ issue }) => issue === 6)).toEqual([]);
  });
});
