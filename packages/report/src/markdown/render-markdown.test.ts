import { capabilitiesOf } from '@gosymbols/policy';
import { describe, expect, test } from 'vitest';
import { modelOf } from '../model/model-of.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { manyNames, sampleIndex } from '../sample/sample-index.ts';
import { renderMarkdown } from './render-markdown.ts';

const options = { capabilities: capabilitiesOf, folder: 'dist' };
const finding = {
  rule: 'SZ001',
  severity: 'error' as const,
  message: 'disk is 6 MiB, the limit is 5 MiB.',
  next: 'Shrink it.',
};

test('the first line is the verdict', () => {
  const [first] = renderMarkdown(modelOf(sampleIndex(), options)).split('\n');
  expect(first).toBe('### ✅ gosymbols: 30.8\u00a0% smaller, every symbol published');
  const failed = modelOf(sampleIndex({ findings: [{ ...finding, artifact: 'api' }] }), options);
  expect(renderMarkdown(failed).split('\n')[0]).toBe('### ❌ gosymbols: SZ001 fails for api');
});

test('has one table, the findings, and four folds', () => {
  const text = renderMarkdown(modelOf(sampleIndex({ findings: [{ ...finding, artifact: 'api' }] }), options));
  expect(text).toContain('#### Why it failed, and what to do');
  expect(text).toContain('→ Shrink it.');
  expect(text.match(/<details>/g)).toHaveLength(4);
  expect(text.match(/<\/details>/g)).toHaveLength(4);
});

test('every row of a table has as many cells as its head', () => {
  const names = [...HOSTILE_NAMES];
  const findings = names.map((artifact) => ({ ...finding, artifact, message: artifact, next: artifact }));
  const text = renderMarkdown(modelOf(sampleIndex({ names, findings }), options));
  for (const table of text.match(/(?:^\|.*\n)+/gm) ?? []) {
    const cells = table
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|').length);
    expect(new Set(cells).size).toBe(1);
  }
});

describe('what the author of a fork may write', () => {
  const findings = HOSTILE_NAMES.map((name) => ({
    rule: name,
    severity: 'error' as const,
    artifact: name,
    message: name,
    next: name,
  }));
  const text = renderMarkdown(modelOf(sampleIndex({ names: HOSTILE_NAMES, findings }), options));
  const prose = text.replace(/`[^`\n]*`/g, '');

  test('is no HTML', () => {
    const tags = new Set(prose.match(/<[^>]*>/g));
    expect([...tags].sort()).toEqual([
      '</code>',
      '</details>',
      '</sub>',
      '</summary>',
      '<br>',
      '<code>',
      '<details>',
      '<sub>',
      '<summary>',
    ]);
  });

  test('mentions nobody, refers to no issue, links nowhere', () => {
    const shown = prose
      .replace(/<code>.*?<\/code>/g, '')
      .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(shown).not.toMatch(/@[\w]/);
    expect(shown).not.toMatch(/#\d/);
    const finished = prose.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(finished).not.toMatch(/https?:\/\/|www\.|\w@\w/);
    expect(prose).not.toContain('](');
  });

  test('breaks no line and reverses no text', () => {
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^second/m);
  });
});

describe('the limit of 60,000 bytes', () => {
  const bytes = (text: string): number => Buffer.byteLength(text);
  const failing = (count: number) => (name: string, at: number) => ({
    ...finding,
    artifact: name,
    severity: at < count ? finding.severity : ('warning' as const),
  });

  test('262 binaries: folds go first and it is said', () => {
    const names = manyNames(262);
    const text = renderMarkdown(
      modelOf(sampleIndex({ names, findings: names.slice(0, 3).map(failing(3)) }), options),
      { fullReport: 'https://example.com/report' },
    );
    expect(bytes(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/> Shortened to fit: .*build IDs.* left out\./);
    expect(text).toContain('[full report](https://example.com/report)');
    for (const name of names.slice(0, 3)) expect(text).toContain(`❌ \`${name}\``);
  });

  test('2,000 binaries: rows without errors go, failing rows stay', () => {
    const names = manyNames(2000);
    const failed = names.slice(1500, 1520);
    const text = renderMarkdown(modelOf(sampleIndex({ names, findings: failed.map(failing(20)) }), options));
    expect(bytes(text)).toBeLessThanOrEqual(60_000);
    for (const name of failed) expect(text).toContain(`❌ \`${name}\``);
    expect(text).toMatch(/_[\d,]+ more binaries not shown here\._/);
  });

  test('3,000 failing binaries with names of 4-byte characters', () => {
    const names = Array.from({ length: 3000 }, (_, at) => `${at}${'🚀'.repeat(200)}`);
    const text = renderMarkdown(
      modelOf(sampleIndex({ names, findings: names.map(failing(3000)), modules: 1 }), options),
      { fullReport: 'https://example.com/report' },
    );
    expect(bytes(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/^### ❌ gosymbols: 3,000 violations of SZ001\n/);
    expect(text).toMatch(/more findings not shown here/);
    expect(text).toContain('[full report](https://example.com/report)');
    expect(text.isWellFormed()).toBe(true);
  });

  test('a link that is no https URL is named, not linked', () => {
    expect(renderMarkdown(modelOf(sampleIndex(), options), { fullReport: 'javascript:alert(1)' })).toContain(
      'full report: `javascript:alert(1)`',
    );
  });
});
