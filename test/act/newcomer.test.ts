import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/tools.ts';
import { Project } from './project.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The workflows that the README shows, by the path that it gives each. */
const workflows = new Map(
  [...readme.matchAll(/`(\.github\/workflows\/[\w-]+\.yml)`(?:(?!```)[\s\S])*```yaml\n([\s\S]*?)```/g)].map(
    ([, path = '', text = '']) => [path, text],
  ),
);

const PROGRAM = 'package main\n\nfunc main() { println("hello") }\n';
const SERVER = 'package main\n\nimport "net/http"\n\nfunc main() { println(http.ListenAndServe("", nil)) }\n';
const SYMBOLS = 'octo/shop/symbols';

describe.skipIf(lacks('act', 'registry', 'openssl'))(
  'somebody with a new Go repository copies the README',
  () => {
    let project: Project;
    beforeAll(async () => {
      project = await Project.start();
      project.commit('first', {
        'go.mod': 'module example.com/shop\n\ngo 1.24\n',
        'cmd/hello/main.go': PROGRAM,
        'cmd/goodbye/main.go': PROGRAM.replace('hello', 'goodbye'),
        ...Object.fromEntries(workflows),
      });
    });
    afterAll(() => project[Symbol.asyncDispose]());

    test('the README shows the two that it speaks of', () => {
      expect([...workflows.keys()]).toEqual(['.github/workflows/release.yml', '.github/workflows/size.yml']);
    });

    test('a tag: the symbols are in the registry, and the gate lets it through', async () => {
      const ran = await project.run('release.yml', project.tag('v1.0.0'));
      expect(ran.jobs, ran.log).toEqual({ release: 'success', deploy: 'success' });
      expect(ran.status).toBe(0);
      expect(ran.annotations.map(({ level, message }) => `${level} ${message}`)).toEqual([
        expect.stringMatching(/^warning no \.gosymbols\.yml .* nothing is verified\.$/),
      ]);
      expect(ran.summary).toContain('Symbols: all there');
      expect(ran.summary).toMatch(/^### ✅ gosymbols: \d+\.\d\s% smaller, every symbol published$/mu);
      expect((await project.content.tags(SYMBOLS)).filter(isOfBinary)).toHaveLength(2);
      // The debug files that lie beside the binaries are not asked for.
      expect(ran.outputs['1.gated']).toBe('2');
      expect(project.server.state.artifacts.map(({ name }) => name)).toEqual(['dist']);
    });

    test('a symbol file is lost before the deployment: the gate stops it and says which', async () => {
      const before = await project.content.tags(SYMBOLS);
      let lost = '';
      // The release is through; while the deployment waits, somebody cleans the registry.
      project.server.troubles.between(/GetSignedArtifactURL/, async () => {
        const mine = (await project.content.tags(SYMBOLS)).filter((tag) => !before.includes(tag));
        lost = mine.find(isOfBinary) ?? '';
        await project.content.remove(SYMBOLS, lost);
      });
      const ran = await project.run('release.yml', project.tag('v1.0.1'));
      expect(ran.jobs, ran.log).toEqual({ release: 'success', deploy: 'failure' });
      expect(ran.status).toBe(1);
      const errors = ran.annotations.filter(({ level }) => level === 'error');
      const why = `has no symbols in ghcr.io/octo/shop/symbols (${lost}). Publish them: `;
      expect(errors).toMatchObject([{ job: 'deploy', message: expect.stringContaining(why) }]);
      expect(ran.outputs['1.verdict']).toBe('fail');
      expect(ran.outputs['1.missing']).toMatch(/^\["dist\/(hello|goodbye)"\]$/);
    });

    test('a pull request gets a comment with what it costs', async () => {
      const pushed = await project.run('size.yml', project.push());
      expect(pushed.jobs, pushed.log).toEqual({ size: 'success' });
      const ran = await project.run('size.yml', project.pull(7, { 'cmd/hello/main.go': SERVER }));
      expect(ran.jobs, ran.log).toEqual({ size: 'success' });
      expect(project.server.state.comments).toMatchObject([
        { issue: 7, body: expect.stringMatching(/\+\d+\.\d\u00a0MiB over 1 binary,/) },
      ]);
      expect(project.server.state.comments[0]?.body).toContain('(uploaded by a push to the default branch)');
    });
  },
);

function isOfBinary(tag: string): boolean {
  return tag.startsWith('build-id-');
}

test('the README shows examples/workflows/size.yml as it is', () => {
  const shown = workflows.get('.github/workflows/size.yml');
  expect(shown).toBe(readFileSync(join(ROOT, 'examples/workflows/size.yml'), 'utf8'));
});
