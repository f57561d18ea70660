import { createHash } from 'node:crypto';
import { capabilitiesOf } from '@gosymbols/policy';
import { describe, expect, test } from 'vitest';
import { modelOf } from '../model/model-of.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { manyNames, sampleIndex } from '../sample/sample-index.ts';
import { renderHtml } from './render-html.ts';

const options = { capabilities: capabilitiesOf, folder: 'dist' };
const findings = [
  {
    rule: 'SZ001',
    severity: 'error' as const,
    artifact: 'api',
    message: 'disk is 6 MiB.',
    next: 'Shrink it.',
  },
];
const page = renderHtml(
  modelOf(sampleIndex({ findings }), { ...options, baseline: sampleIndex({ names: ['api'] }) }),
);

describe('self-contained', () => {
  test('the policy allows exactly the style sheet and the script that are there', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(page)?.[1]
      ?.replaceAll('&#39;', "'");
    const hashOf = (tag: string): string => {
      const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      return createHash('sha256').update(text).digest('base64');
    };
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hashOf('style')}'; script-src 'sha256-${hashOf('script')}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
  });

  test('nothing that the policy would refuse: no style or event attributes, no addresses', () => {
    const body = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '');
    expect(body).not.toMatch(/\sstyle="/);
    expect(body).not.toMatch(/\son\w+="/);
    expect(body).not.toMatch(/(?:src|href|url)\s*=\s*"(?!#|data:image\/svg)/);
    expect(page).not.toMatch(/url\(|@import/);
  });
});

describe('structure', () => {
  test('ids are unique, and what refers to an id finds it', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/(?:aria-describedby|aria-labelledby|for|href)="#?([\w-]+)"/g))
      expect(ids).toContain(id);
  });

  test('every picture has a name, every finding its next step', () => {
    for (const [tag] of page.matchAll(/<svg [^>]*>/g))
      expect(tag).toMatch(/aria-hidden="true"|role="img" aria-label="[^"]+"/);
    expect(page).toContain('Shrink it.');
  });
});

test('names from files are text and nothing else', () => {
  const named = HOSTILE_NAMES.map((name) => ({
    rule: name,
    severity: 'error' as const,
    artifact: name,
    message: name,
    next: name,
  }));
  const hostile = renderHtml(modelOf(sampleIndex({ names: HOSTILE_NAMES, findings: named }), options));
  const plain = renderHtml(
    modelOf(
      sampleIndex({
        names: HOSTILE_NAMES.map((_, at) => `n${at}`),
        findings: HOSTILE_NAMES.map((_, at) => ({
          rule: 'r',
          severity: 'error' as const,
          artifact: `n${at}`,
          message: 'm',
          next: 'n',
        })),
      }),
      options,
    ),
  );
  const kinds = (text: string): string[] =>
    [...new Set([...text.matchAll(/<\/?([a-z0-9]+)/g)].map((match) => match[1] ?? ''))].sort();
  expect(kinds(hostile)).toEqual(kinds(plain));
  expect(hostile.match(/<script/g)).toHaveLength(1);
  expect(hostile).not.toContain('\u202e');
  expect(hostile).not.toContain('\u001b');
});

test('262 binaries in under a second', () => {
  const model = modelOf(sampleIndex({ names: manyNames(262), modules: 200 }), options);
  const start = performance.now();
  expect(renderHtml(model).length).toBeGreaterThan(100_000);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('an index without split, sizes or policy is still a page', () => {
  const index = sampleIndex();
  const { policy: _policy, gate: _gate, source: _source, ...rest } = index;
  const binaries = index.binaries.map(
    ({ split: _split, receipts: _receipts, sizeBefore: _size, ...binary }) => binary,
  );
  expect(renderHtml(modelOf({ ...rest, binaries }, options))).toContain(
    'Not split: it ships as it was built.',
  );
  expect(renderHtml(modelOf({ ...rest, binaries: [] }, options))).toContain('No binaries in the index');
});
