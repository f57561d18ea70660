import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output, run } from '../support/run.ts';
import { lacks } from '../support/tools.ts';
import { Project } from './project.ts';

const SYMBOLS = 'octo/shop/symbols';
const TOOLS = ['act', 'registry', 'openssl'] as const;

/** A `gh` that writes down what it was asked, and fails for a file that is not there; the release itself is GitHub's. */
function withGh(project: Project): { readonly env: Record<string, string>; asked(): string[] } {
  const folder = project.at('bin');
  const log = project.at('gh-calls');
  mkdirSync(folder, { recursive: true });
  const script = [
    '#!/bin/sh',
    'for word in "$@"; do case $word in dist/*) test -f "$word" || exit 9;; esac; done',
    `echo "$*" >>'${log}'`,
  ];
  writeFileSync(join(folder, 'gh'), `${script.join('\n')}\n`);
  chmodSync(join(folder, 'gh'), 0o755);
  return {
    env: { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
    asked: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}

describe.skipIf(lacks(...TOOLS, 'goreleaser'))('release-goreleaser.yml, on the shop', () => {
  let project: Project;
  let gh: ReturnType<typeof withGh>;
  beforeAll(async () => {
    project = await Project.start();
    gh = withGh(project);
    project.take('examples/shop');
    project.commit('first', {
      ...Project.example('release-goreleaser.yml'),
      '.gitignore': 'dist/\n.gosymbols/\n',
    });
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test('a token that may not write packages: one annotation says which permission, and no release is made', async () => {
    project.ghcr.onlyReads = true;
    const ran = await project.run('release-goreleaser.yml', project.tag('v1.2.2'), { env: gh.env });
    project.ghcr.onlyReads = false;
    expect(ran.jobs, ran.log).toEqual({ release: 'failure' });
    const errors = ran.annotations.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ message: expect.stringMatching(/ghcr\.io.*403.*packages: write/s) }]);
    expect(await project.content.tags(SYMBOLS)).toEqual([]);
    expect(gh.asked()).toEqual([]);
  });

  test('a tag: symbols of every program and platform, the gate, then the release', async () => {
    const ran = await project.run('release-goreleaser.yml', project.tag('v1.2.3'), { env: gh.env });
    expect(ran.jobs, ran.log).toEqual({ release: 'success' });
    expect(ran.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    const tags = await project.content.tags(SYMBOLS);
    expect(tags.filter((tag) => tag.startsWith('build-id-'))).toHaveLength(4);
    expect(ran.outputs).toMatchObject({ '3.verdict': 'pass', '4.verdict': 'pass', '4.gated': '4' });
    expect(ran.summary).toContain('Symbols: all there');
    const [call = '', ...more] = gh.asked();
    expect(more).toEqual([]);
    expect(call).toMatch(/^release create v1\.2\.3 .*dist\/shop_1\.2\.3_linux_amd64\.tar\.gz/);
    expect(call).toMatch(/dist\/shop_1\.2\.3_symbols\.tar\.gz.* dist\/checksums\.txt$/);
  });
});

describe.skipIf(lacks(...TOOLS, 'bazel', 'crane'))('release-bazel.yml, on the shop', () => {
  let project: Project;
  const registryEnv = (): Record<string, string> => ({
    ...project.ghcr.env,
    ...project.login(),
  });
  const tagsOfImage = async (): Promise<string[]> => project.content.tags('octo/shop/api');
  beforeAll(async () => {
    project = await Project.start();
    project.take('examples/shop');
    const bazelrc = readFileSync(join(project.checkout, '.bazelrc'), 'utf8');
    project.commit('first', {
      ...Project.example('release-bazel.yml'),
      '.bazelrc': `${bazelrc}startup --output_base=${project.at('bazel')} --max_idle_secs=60\n`,
    });
  });
  afterAll(async () => {
    run('bazel', ['shutdown'], { cwd: project.checkout });
    await project[Symbol.asyncDispose]();
  });

  test('a tag: the image ships the stripped program, its symbols refer to it, the gate reads the image', async () => {
    const ran = await project.run('release-bazel.yml', project.tag('v2.0.0'));
    expect(ran.jobs, ran.log).toEqual({ release: 'success' });
    expect(ran.outputs).toMatchObject({ '6.verdict': 'pass', '6.gated': '1', '7.verdict': 'pass' });
    expect(await tagsOfImage()).toContain('v2.0.0');
    const reference = ran.outputs['image.reference'] ?? '';
    const digest = reference.slice(reference.indexOf('@') + 1);
    const local = `${project.registry.host}/octo/shop/api`;
    const digestOf = (tag: string): string =>
      output('crane', ['digest', '--insecure', `${local}:${tag}`], { env: registryEnv() }).trim();
    expect(digestOf('v2.0.0')).toBe(digest);
    const bundles = (await project.content.tags(SYMBOLS)).filter((tag) => !tag.startsWith('build-id-'));
    expect(bundles.some((tag) => tag.includes(digest.slice('sha256:'.length, 'sha256:'.length + 12)))).toBe(
      true,
    );
  });

  test('symbols that are lost before the gate: the image keeps the name that nobody deploys', async () => {
    const before = await tagsOfImage();
    project.commit('second', { 'cmd/api/version.go': 'package main\n\nvar Second = "2"\n' });
    const known = await project.content.tags(SYMBOLS);
    const lose = async (): Promise<void> => {
      const mine = (await project.content.tags(SYMBOLS)).filter((tag) => !known.includes(tag));
      await project.content.remove(SYMBOLS, mine.find((tag) => tag.startsWith('build-id-')) ?? '');
    };
    // After the bundle is stored, only the gate reads the layers of the image.
    project.ghcr.before = {
      request: /^PUT \/v2\/octo\/shop\/symbols\/manifests\/(?!build-id-)/,
      async act() {
        project.ghcr.before = { request: /^GET \/v2\/octo\/shop\/api\/blobs\//, act: lose };
      },
    };
    const ran = await project.run('release-bazel.yml', project.tag('v2.0.1'));
    expect(ran.jobs, ran.log).toEqual({ release: 'failure' });
    expect(ran.annotations.filter(({ level }) => level === 'error')).toMatchObject([
      {
        step: 'gosymbols/gosymbols/actions/gate@v0',
        message: expect.stringMatching(/\/usr\/bin\/api.* has no symbols/),
      },
    ]);
    const added = (await tagsOfImage()).filter((tag) => !before.includes(tag));
    expect(added).toEqual([expect.stringMatching(/^candidate-/)]);
  });
});
