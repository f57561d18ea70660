import { capabilitiesOf } from '@gosymbols/policy';
import type { SymbolIndex } from '@gosymbols/record';
import { describe, expect, test } from 'vitest';
import { modelOf } from '../model/model-of.ts';
import { isNews } from '../model/movement.ts';
import type { ReportModel } from '../model/report-model.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { manyNames, sampleIndex } from '../sample/sample-index.ts';
import { GROWN_TOO_MUCH, type PullRequestOptions, samplePullRequest } from '../sample/sample-pull-request.ts';
import { renderComment } from './render-comment.ts';

const LINK = 'https://github.com/octo/shop/actions/runs/12/artifacts/77';

function changed(options: PullRequestOptions = {}): ReportModel {
  const { index, baseline } = samplePullRequest(options);
  return modelOf(index, { capabilities: capabilitiesOf, baseline });
}

describe('the first line', () => {
  test.each([
    ['what fails', changed({ findings: [GROWN_TOO_MUCH] }), '### ❌ SZ002 fails for api'],
    ['what it costs', changed(), '### ✅ +303.0\u00a0KiB over 2 binaries, as debuggable as before'],
    ['that nothing moved', changed({ grownBy: () => 0 }), '### ✅ No size moved, as debuggable as before'],
  ])('says %s', (_, model, line) => {
    expect(renderComment(model).split('\n')[0]).toBe(line);
  });

  test('says when the level changed', () => {
    const { index, baseline } = samplePullRequest({ grownBy: () => 0 });
    const binaries = index.binaries.map(({ split, ...rest }) =>
      split === undefined ? rest : { ...rest, split: { ...split, levelWithDebug: 'D1' as const } },
    );
    const model = modelOf({ ...index, binaries }, { capabilities: capabilitiesOf, baseline });
    expect(renderComment(model).split('\n')[0]).toBe(
      '### ✅ No size moved, level of api D1+x3 → D1 and 1 more',
    );
  });
});

test('parts of each change sum to it exactly', () => {
  for (const { baseline } of changed().binaries) {
    const sum = baseline?.parts?.reduce((total, { delta }) => total + delta, 0);
    expect(sum).toBe(baseline?.delta);
  }
});

test('module bumps stand beside what their packages grew by', () => {
  const text = renderComment(changed());
  expect(text).toMatch(
    /module `google\.golang\.org\/protobuf` `v0\.28\.4` → `v1\.37\.0`: \+18\d\.\d\u00a0KiB/,
  );
});

test('packages attributed by another method are not compared', () => {
  const { index, baseline } = samplePullRequest();
  const other: SymbolIndex = {
    ...baseline,
    binaries: baseline.binaries.map((binary) => ({
      ...binary,
      packages: { method: 'pclntab', packages: [], remainder: [] },
    })),
  };
  const model = modelOf(index, { capabilities: capabilitiesOf, baseline: other });
  expect(model.binaries[0]?.packages?.rows.every(({ before }) => before === undefined)).toBe(true);
  expect(renderComment(model)).not.toContain('package `');
});

describe('whether there is anything to say', () => {
  test.each([
    ['a size moved', changed(), true],
    ['nothing moved', changed({ grownBy: () => 0 }), false],
    ['less than a page moved', changed({ grownBy: () => 2000 }), false],
    ['a rule fails', changed({ grownBy: () => 0, findings: [GROWN_TOO_MUCH] }), true],
    [
      'a binary is new',
      { ...changed({ grownBy: () => 0 }), baseline: { ...changed().baseline, added: ['new'] } },
      true,
    ],
    ['there is no baseline', modelOf(sampleIndex(), { capabilities: capabilitiesOf }), false],
  ])('%s: %s', (_, model, news) => {
    expect(isNews(model as ReportModel)).toBe(news);
  });
});

describe('60,000 bytes', () => {
  const fifty = (): number => 50_000;
  const failing = (names: readonly string[]) => names.map((artifact) => ({ ...GROWN_TOO_MUCH, artifact }));
  const long = Array.from({ length: 3000 }, (_, at) => `${at}${'🚀'.repeat(200)}`);
  test.each([
    ['262 binaries, all moved', { names: manyNames(262), grownBy: fifty }],
    [
      '262 binaries, all failing',
      { names: manyNames(262), grownBy: fifty, findings: failing(manyNames(262)) },
    ],
    ['5,000 packages', { packages: 5000, findings: failing(['api']) }],
    ['3,000 failing with names of 4-byte characters', { names: long, findings: failing(long), modules: 1 }],
    ['hostile names', { names: HOSTILE_NAMES, findings: failing(HOSTILE_NAMES) }],
  ])('%s', (_, options) => {
    const text = renderComment(changed(options), { fullReport: LINK });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/^### [✅❌]/u);
    expect(text).toContain(`[full report](${LINK})`);
    expect(text.isWellFormed()).toBe(true);
    if ('findings' in options) expect(text).toContain('❌ **SZ002**');
  });

  test('the folds go before any failing row', () => {
    const names = manyNames(400);
    const model = changed({ names, grownBy: fifty, findings: failing(names.slice(0, 60)) });
    const text = renderComment(model, { fullReport: LINK });
    for (const name of names.slice(0, 60)) expect(text).toContain(`❌ \`${name}\``);
    expect(text).toMatch(/> Shortened to fit: what-if, capabilities.* left out\./);
  });
});

test('a baseline that was not found is said, and figures of a fork are its word', () => {
  const { index } = samplePullRequest();
  const missing = {
    ...index,
    baseline: { source: 'none' as const, why: 'nothing was measured at 8be21d0c4e', tried: [] },
  };
  const text = renderComment(modelOf(missing, { capabilities: capabilitiesOf }), { measuredBy: 'fork' });
  expect(text).toContain('no baseline: nothing was measured at 8be21d0c4e');
  expect(text).toContain('the figures are that run’s word');
});
