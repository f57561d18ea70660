import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { POLICY_SCHEMA } from './schema.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/policy.md'), 'utf8');

interface Mapping {
  readonly properties?: Readonly<Record<string, Mapping>>;
  readonly $defs?: Readonly<Record<string, Mapping>>;
}
const schema = POLICY_SCHEMA as Mapping;

/** Keys of a mapping as the page spells them: `noise.bytes` for one within one, where it is not described apart. */
function keysOf({ properties = {} }: Mapping, apart: readonly string[] = []): string[] {
  return Object.entries(properties).flatMap(([key, value]) =>
    value.properties === undefined || apart.includes(key)
      ? [key]
      : keysOf(value).map((inner) => `${key}.${inner}`),
  );
}
const definition = (name: string): Mapping => schema.$defs?.[name] ?? {};
const within = (key: string): Mapping => schema.properties?.[key] ?? {};

/** What the first column of the table under a heading names. */
function keysUnder(heading: string): Set<string> {
  const section = page.split(`\n### ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  const cells = [...section.matchAll(/^\|([^|]*)\|/gm)].map(([, cell = '']) => cell);
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key)));
}

const metric = keysOf(definition('metric'), ['max-increase']);
const described: readonly (readonly [heading: string, keys: readonly string[]])[] = [
  ['At the top', keysOf(schema, ['overrides', 'ratchet'])],
  ['Profiles', keysOf(definition('profile'))],
  ['Artifacts', keysOf(definition('artifact'))],
  [
    'Budgets',
    [...keysOf(definition('budget'), ['since-release']), ...metric, ...keysOf(definition('packageRule'))],
  ],
  ['Exceptions', keysOf(definition('exception'))],
  ['Overrides', keysOf(within('overrides'))],
  ['Ratchet', keysOf(within('ratchet'))],
];

test.each(described)('under “%s” stand the keys of the schema, all and no others', (heading, keys) => {
  expect(keys.length).toBeGreaterThan(1);
  expect([...keysUnder(heading)].sort()).toEqual([...new Set(keys)].sort());
});

test('keys that stand in the text of a section are told there', () => {
  const keys = page.split('\n## Keys\n')[1]?.split('\n## ')[0] ?? '';
  const { properties: choice = {} } = definition('choice');
  const inText = [
    ...Object.keys(choice),
    ...Object.keys(choice['when']?.properties ?? {}),
    ...keysOf(definition('metric').properties?.['max-increase'] ?? {}),
  ];
  expect(inText).toContain('environment');
  expect(inText.filter((key) => !keys.includes(`\`${key}\``) && !keys.includes(`, ${key} }\``))).toEqual([]);
});
