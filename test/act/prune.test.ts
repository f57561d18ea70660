import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gosymbols } from '../support/gosymbols.ts';
import { lacks } from '../support/tools.ts';
import { Project } from './project.ts';

const SYMBOLS = 'octo/shop/symbols';

describe.skipIf(lacks('act', 'registry', 'openssl'))('prune.yml', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.start();
    project.commit('first', {
      ...Project.example('prune.yml'),
      'go.mod': 'module example.com/hello\n\ngo 1.24\n',
      'cmd/hello/main.go': 'package main\n\nfunc main() { println("hello") }\n',
      '.gitignore': 'dist/\n.gosymbols/\n',
    });
    project.push();
    const done = (...args: string[]): void => {
      const { status, stderr } = gosymbols(args, {
        cwd: project.checkout,
        env: project.login(),
      });
      expect(status, stderr).toBe(0);
    };
    done('build', '--tool', 'go');
    done('split', '--index', 'dist/gosymbols.json');
    const publish = ['publish', '--store', `${project.registry.host}/${SYMBOLS}`];
    done(...publish);
    for (const pull of ['pr-7', 'pr-8']) done(...publish, '--ephemeral', pull);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  const nightly = () => ({ ...project.push(), event: 'schedule', payload: { schedule: '17 3 * * *' } });
  const ofPulls = async (): Promise<string[]> =>
    (await project.content.tags(SYMBOLS)).filter((tag) => /pr-\d/.test(tag) || tag.includes('ephemeral'));

  test('nothing has expired: nothing goes', async () => {
    const before = await project.content.tags(SYMBOLS);
    const ran = await project.run('prune.yml', nightly());
    expect(ran.jobs, ran.log).toEqual({ prune: 'success' });
    expect(ran.outputs['0.deleted']).toBe('0');
    expect(await project.content.tags(SYMBOLS)).toEqual(before);
  });

  test('a pull request is closed: its symbols go, and no others', async () => {
    const before = await project.content.tags(SYMBOLS);
    const { payload, ...trigger } = project.pull(7, { 'README.md': 'x\n' });
    const ran = await project.run('prune.yml', { ...trigger, payload: { ...payload, action: 'closed' } });
    expect(ran.jobs, ran.log).toEqual({ prune: 'success' });
    const after = await project.content.tags(SYMBOLS);
    const gone = before.filter((tag) => !after.includes(tag));
    expect(gone).toHaveLength(Number(ran.outputs['0.deleted']));
    expect(gone.length).toBeGreaterThan(0);
    expect(JSON.parse(ran.outputs['0.symbols'] ?? '[]')).toContainEqual(
      expect.objectContaining({ label: 'pr-7', deleted: true }),
    );
    expect(await ofPulls()).not.toEqual([]);
    expect(after.filter((tag) => tag.startsWith('build-id-'))).not.toEqual([]);
  });

  test('what has expired goes at night', async () => {
    const tags = await ofPulls();
    for (const tag of tags)
      await project.content.edit(SYMBOLS, tag, 'dev.gosymbols.expires', '2020-01-01T00:00:00Z');
    const ran = await project.run('prune.yml', nightly());
    expect(ran.jobs, ran.log).toEqual({ prune: 'success' });
    expect(Number(ran.outputs['0.deleted'])).toBe(tags.length);
    expect(await ofPulls()).toEqual([]);
    expect((await project.content.tags(SYMBOLS)).filter((tag) => tag.startsWith('build-id-'))).toHaveLength(
      1,
    );
  });

  test('a token that may not delete: one annotation says what it needs, and nothing is gone', async () => {
    const { status, stderr } = gosymbols(
      ['publish', '--store', `${project.registry.host}/${SYMBOLS}`, '--ephemeral', 'pr-9'],
      { cwd: project.checkout, env: project.login() },
    );
    expect(status, stderr).toBe(0);
    const before = await project.content.tags(SYMBOLS);
    project.ghcr.onlyReads = true;
    const { payload, ...trigger } = project.pull(9, { 'README.md': 'y\n' });
    const ran = await project.run('prune.yml', { ...trigger, payload: { ...payload, action: 'closed' } });
    project.ghcr.onlyReads = false;
    expect(ran.jobs, ran.log).toEqual({ prune: 'failure' });
    expect(ran.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      { message: expect.stringMatching(/ghcr\.io.*403.*packages: write/s) },
    ]);
    expect(await project.content.tags(SYMBOLS)).toEqual(before);
  });
});
