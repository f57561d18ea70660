import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { licenceOf } from '../../scripts/licence-policy.ts';
import { LICENCES_FILE } from '../../scripts/licences-plugin.ts';
import { ROOT } from '../house/workspaces.ts';

const DIST = join(ROOT, 'dist');
const text = readFileSync(join(DIST, LICENCES_FILE), 'utf8');
const entries = text.split(/^-{80}$/m).slice(1);

/** rolldown puts the path of each module above its code. */
const MODULE = /^\/\/ (?:.*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\/.*\.[cm]?js$/gm;

test('every package that the bundle has code of is listed with its licence', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  const bundled = new Set(
    files.flatMap((file) =>
      [...readFileSync(join(DIST, file), 'utf8').matchAll(MODULE)].map(([, name = '']) => name),
    ),
  );
  expect(bundled.size).toBeGreaterThan(50);
  const listed = new Set(entries.map((entry) => /^\n(@?[^@\n]+)@/.exec(entry)?.[1]));
  expect([...bundled].filter((name) => !listed.has(name))).toEqual([]);
});

test('each entry names a licence, and most bring its text', () => {
  expect(entries.filter((entry) => !/^Licence: \S/m.test(entry))).toEqual([]);
  const withText = entries.filter((entry) => entry.trim().split('\n').length > 8);
  expect(withText.length / entries.length).toBeGreaterThan(0.9);
});

test('none of ours is listed as a third party', () => {
  expect(text).not.toContain('@gosymbols/');
});

test.each([
  ['MIT', 'MIT'],
  ['(MIT OR GPL-3.0-only)', '(MIT OR GPL-3.0-only)'],
  ['(Apache-2.0 AND BSD-3-Clause)', '(Apache-2.0 AND BSD-3-Clause)'],
])('%s may be bundled', (license, licence) => {
  expect(licenceOf({ name: 'x', version: '1.0.0', license })).toBe(licence);
});

test.each<[string | null, string]>([
  [null, 'states no licence'],
  ['', 'states no licence'],
  ['GPL-3.0-only', 'does not allow'],
  ['(MIT AND GPL-3.0-only)', 'does not allow'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'does not allow'],
  ['SEE LICENSE IN LICENSE.md', 'does not allow'],
  ['UNLICENSED', 'does not allow'],
])('%s may not', (license, why) => {
  expect(() => licenceOf({ name: 'x', version: '1.0.0', license })).toThrow(why);
});

test('what was read by hand holds for that version only', () => {
  expect(licenceOf({ name: 'buffers', version: '0.1.1', license: null })).toBe('MIT');
  expect(() => licenceOf({ name: 'buffers', version: '0.1.2', license: null })).toThrow('buffers@0.1.2');
});
