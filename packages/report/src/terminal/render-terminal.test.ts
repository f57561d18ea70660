import { stripVTControlCharacters } from 'node:util';
import { capabilitiesOf } from '@gosymbols/policy';
import { expect, test } from 'vitest';
import { modelOf } from '../model/model-of.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { manyNames, sampleIndex } from '../sample/sample-index.ts';
import { renderTerminal } from './render-terminal.ts';

const options = { capabilities: capabilitiesOf, folder: 'dist' };
const plain = { colour: false, width: 140 };
/** The part with the commands is to be copied and is never broken. */
const withoutCommands = (text: string): string => text.split('\nDebug ')[0] ?? '';

test('one row a binary and one that sums up', () => {
  const lines = renderTerminal(modelOf(sampleIndex(), options), plain).split('\n');
  expect(lines[2]).toMatch(/^Binary +Built +Shipped +Saved +Wire +Level +Proof +Symbols$/);
  expect(lines[4]).toMatch(
    /^api +8\.3 MiB +5\.7 MiB +2\.6 MiB \(-30\.8 %\) +2\.3 MiB +D3 → D1\+x3 +6\/6 +published$/,
  );
  expect(lines[7]).toMatch(/^2 binaries +24\.9 MiB +17\.2 MiB +7\.7 MiB \(-30\.8 %\)/);
});

test.each([200, 140, 100, 80, 72, 60, 50])('nothing is wider than %d columns', (width) => {
  const baseline = sampleIndex({ names: ['api'] });
  const text = renderTerminal(modelOf(sampleIndex({ names: manyNames(20) }), { ...options, baseline }), {
    colour: true,
    width,
  });
  for (const line of withoutCommands(stripVTControlCharacters(text)).split('\n'))
    expect(line.length).toBeLessThanOrEqual(width);
});

test('columns that were left out are named', () => {
  expect(renderTerminal(modelOf(sampleIndex(), options), { colour: false, width: 80 })).toContain(
    'Left out at 80 columns: wire.',
  );
});

test('a very narrow terminal gets a list', () => {
  const text = renderTerminal(modelOf(sampleIndex(), options), { colour: false, width: 36 });
  expect(text).toContain('\n  Shipped  5.7 MiB\n');
  expect(text).not.toContain('───');
});

test('without colour there are no control characters', () => {
  const text = renderTerminal(modelOf(sampleIndex(), options), plain);
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(renderTerminal(modelOf(sampleIndex(), options), { ...plain, colour: true })).not.toBe(text);
});

test('findings stand below the table with their next step and place', () => {
  const findings = [
    {
      rule: 'SZ001',
      severity: 'error' as const,
      artifact: 'api',
      message: 'disk is 6 MiB.',
      next: 'Shrink it.',
      at: { file: '.gosymbols.yml', line: 14 },
    },
  ];
  const text = renderTerminal(modelOf(sampleIndex({ findings }), options), plain);
  expect(text).toContain('✗ SZ001 api: disk is 6 MiB.\n  → Shrink it. (.gosymbols.yml:14)\n');
});

test('names from files control neither the terminal nor the runner', () => {
  const findings = HOSTILE_NAMES.map((name) => ({
    rule: name,
    severity: 'error' as const,
    artifact: name,
    message: name,
    next: name,
  }));
  const text = renderTerminal(modelOf(sampleIndex({ names: HOSTILE_NAMES, findings }), options), plain);
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text).not.toMatch(/^\s*::/m);
  expect(text).not.toContain('##[');
  expect(text).not.toContain('\u202e');
});
