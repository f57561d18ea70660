import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CAPABILITY_IDS, capabilitiesOf } from './capabilities-of.ts';
import { LEVELS } from './compare-levels.ts';
import { exampleFacts, strippedFacts } from './example-facts.ts';
import { parsePolicy } from './file/parse-policy.ts';
import { splitSubject } from './judge/example-subject.ts';
import { judge } from './judge/judge.ts';
import { RULE_CASES } from './judge/rule-table/all-cases.ts';
import { run } from './judge/rule-table/row.ts';
import { RULE_IDS, type RuleId } from './rules.ts';

const PAGE = join(import.meta.dirname, '../../../docs/policy.md');
const page = readFileSync(PAGE, 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml]) => yaml ?? '');

/** Rows of the table under a heading, cells without back quotes. */
function tableUnder(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

test('the page has examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(3);
});

test.each(examples.map((yaml, number) => [number + 1, yaml] as const))(
  'example %i is a valid policy',
  (_, yaml) => {
    expect(parsePolicy(yaml, 'docs/policy.md').artifacts.length).toBeGreaterThan(0);
  },
);

test.each(examples.map((yaml, number) => [number + 1, yaml] as const))('example %i judges', (_, yaml) => {
  const policy = parsePolicy(yaml, 'docs/policy.md');
  const { judged, findings } = judge({
    policy,
    index: { binaries: [splitSubject()] },
    context: { today: '2026-06-01' },
  });
  expect(judged.length + findings.length).toBeGreaterThan(0);
  expect(findings.every(({ rule }) => RULE_IDS.includes(rule as RuleId))).toBe(true);
});

test('the page lists every rule, level and capability', () => {
  expect(tableUnder('Rules').map(([id]) => id)).toEqual(RULE_IDS);
  expect(tableUnder('Levels').map(([id]) => id)).toEqual(LEVELS);
  expect(tableUnder('Capabilities').map(([id]) => id)).toEqual(CAPABILITY_IDS);
});

/** Of each rule, the first case of the table that fails by it. */
function messagesTable(): string {
  const rows = RULE_IDS.map((id) => {
    const one = RULE_CASES.find(({ rule }) => rule === id);
    const finding = one && run(one.failing).findings.find(({ rule }) => rule === id);
    if (finding === undefined) throw new Error(`no case of ${id} fails`);
    return `| \`${id}\` | ${finding.message} | ${finding.next} |`;
  });
  return ['| Rule | Says | And what to do |', '|---|---|---|', ...rows].join('\n');
}

test('the page has the message of every rule, as the rule writes it', () => {
  const between = /(?<=<!-- messages -->\n).*?(?=<!-- \/messages -->)/s;
  const table = `${messagesTable()}\n`;
  if (process.env['GOSYMBOLS_WRITE_PAGES'] === '1')
    writeFileSync(
      PAGE,
      page.replace(between, () => table),
    );
  else expect(between.exec(page)?.[0], 'stale: run this test with GOSYMBOLS_WRITE_PAGES=1').toBe(table);
});

test('what the page says of each strip mode is what is claimed of such a file', () => {
  const columns = [
    capabilitiesOf(exampleFacts()),
    capabilitiesOf(strippedFacts('dwarf')),
    capabilitiesOf(strippedFacts('all')),
    capabilitiesOf(strippedFacts('all'), { debug: exampleFacts() }),
  ];
  const claimed = CAPABILITY_IDS.map((_, row) => columns.map((column) => column[row]?.holds));
  expect(tableUnder('Capabilities').map((cells) => cells.slice(2, 6))).toEqual(claimed);
});

test('the policy of the example service is valid', () => {
  const file = join(import.meta.dirname, '../../../examples/shop/.gosymbols.yml');
  const { artifacts } = parsePolicy(readFileSync(file, 'utf8'), file);
  expect(artifacts.map(({ name }) => name)).toEqual(['api', 'worker']);
});
