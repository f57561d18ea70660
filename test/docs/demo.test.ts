import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Finished, output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { delve, lacks } from '../support/tools.ts';
import { block, ROOT } from './pages.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

const checkout = folder.at('checkout');
const env = { CI: 'true', NO_COLOR: '1', GITHUB_ACTIONS: undefined, npm_config_offline: 'true' };
let demo: Finished;

// In a copy: the demo bundles, and other tests run the bundle of this checkout meanwhile.
beforeAll(() => {
  const files = output('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const path of files.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path))))
    cpSync(join(ROOT, path), join(checkout, path));
  // Never a symbolic link: `npm ci`, should it find something to do, would empty what it leads to.
  const modules = [join(ROOT, 'node_modules'), join(checkout, 'node_modules')];
  if (run('cp', ['-alT', ...modules]).status !== 0) output('cp', ['-aT', ...modules]);
  const [command = ''] = block('README.md', 'sh', 'npm run demo').split(/ *#| *\n/);
  demo = run('sh', ['-c', command], { cwd: checkout, env });
});

test('the commands of the README are scripts that are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const commands = block('README.md', 'sh', 'npm run demo').matchAll(/^npm (?:run )?([\w-]+)/gm);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...commands].map(([, name]) => name)));
});

test('`npm run demo` does the whole main job', () => {
  expect(demo.status, demo.stderr).toBe(0);
  const dist = join(checkout, 'examples/shop/dist');
  for (const name of [
    'api',
    'api.debug',
    'worker',
    'worker.debug',
    'gosymbols.json',
    'gosymbols-report.html',
  ])
    expect(existsSync(join(dist, name)), name).toBe(true);
});

test('it prints what the README shows, with the sizes that this Go gives', () => {
  const shown = block('README.md', 'console', 'All rules hold');
  expect(withoutSizes(demo.stdout)).toContain(withoutSizes(shown));
});

/** Sizes and shares as `#`, and columns no wider than needed. Everything else must be equal. */
function withoutSizes(text: string): string {
  return text
    .replaceAll(/\d+\.\d (MiB|%)/g, '# $1')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/─+/g, '─');
}

test.skipIf(lacks('gdb', 'dlv'))('what it says to try next works as it is printed', () => {
  const commands = demo.stdout
    .slice(demo.stdout.indexOf('Try next'))
    .split('\n')
    .flatMap((line) => (line.startsWith('  ') ? [line.trim()] : []))
    .join('\n')
    .replaceAll('/tmp/symbols', folder.at('symbols'))
    // Without a terminal, Delve reads commands only when told so; both debuggers end with their input.
    .replace(/ dlv exec/, ` '${delve()}' exec --allow-non-terminal-interactive=true`);
  expect(commands.split('\n').length).toBeGreaterThanOrEqual(5);
  const { status, stdout, stderr } = run('sh', ['-e', '-c', commands], { cwd: checkout, env });
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/Line \d+ of "\S*cmd\/api\/\S+\.go"\s+starts at address/);
  expect(stdout).toContain('type = struct example.com/shop/internal/catalogue.Product {');
  expect(stdout).toContain('Usage: gosymbols <verb>');
});
