import { expect, test } from 'vitest';
import { compareImages } from './compare-images.ts';
import type { MeasuredImage, MeasuredLayer } from './measured-image.ts';

const layer = (
  content: string,
  wire: number,
  createdBy?: string,
  more: Partial<MeasuredLayer> = {},
): MeasuredLayer => ({
  diffId: `sha256:${content}`,
  wire,
  size: wire * 3,
  waste: 0,
  compression: 'gzip',
  ...(createdBy === undefined ? {} : { createdBy }),
  ...more,
});
const image = (layers: readonly MeasuredLayer[], more: Partial<MeasuredImage> = {}): MeasuredImage => ({
  platform: { os: 'linux', arch: 'amd64' },
  size: layers.reduce((sum, { size }) => sum + size, 0),
  wire: layers.reduce((sum, { wire }) => sum + wire, 0),
  layers,
  waste: { bytes: 0, files: 0, paths: [] },
  ...more,
});
/** `after<before by bytes` of each row. */
const rowsOf = (before: readonly MeasuredLayer[], after: readonly MeasuredLayer[]): string[] =>
  compareImages(image(before), image(after)).layers.map(
    ({ before: was, after: is, by, wire }) => `${is ?? '-'}<${was ?? '-'} ${by ?? 'none'} ${wire.bytes}`,
  );

const HEX = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const base = layer('base', 10);
const copy = (content: string, wire: number): MeasuredLayer =>
  layer(content, wire, 'COPY api /usr/bin/api # buildkit');

test.each<readonly [string, readonly MeasuredLayer[], readonly MeasuredLayer[], readonly string[]]>([
  ['the same', [base, copy('a', 5)], [base, copy('a', 5)], ['0<0 content 0', '1<1 content 0']],
  ['the step made another', [base, copy('a', 5)], [base, copy('b', 8)], ['0<0 content 0', '1<1 step 3']],
  [
    'a layer between',
    [base, copy('a', 5)],
    [base, layer('ca', 2, 'RUN apk'), copy('b', 8)],
    ['0<0 content 0', '1<- none 2', '2<1 step 3'],
  ],
  [
    'a layer gone',
    [base, layer('ca', 2, 'RUN apk'), copy('a', 5)],
    [base, copy('b', 5)],
    ['0<0 content 0', '1<2 step 0', '-<1 none -2'],
  ],
  ['moved and unchanged', [base, copy('a', 5)], [copy('a', 5), base], ['0<1 content 0', '1<0 content 0']],
  [
    'one step twice',
    [copy('a', 1), copy('b', 2)],
    [copy('c', 4), copy('d', 8)],
    ['0<0 step 3', '1<1 step 6'],
  ],
  ['the same content twice', [base, base], [base, base], ['0<0 content 0', '1<1 content 0']],
  [
    'the older builder names a digest',
    [layer('a', 5, `/bin/sh -c #(nop) COPY file:${HEX} in /api `)],
    [layer('b', 6, `/bin/sh -c #(nop) COPY file:${OTHER} in /api `)],
    ['0<0 step 1'],
  ],
  [
    'a step written anew, as many layers',
    [base, layer('a', 5, 'RUN a')],
    [base, layer('b', 9, 'RUN a && b')],
    ['0<0 content 0', '1<1 place 4'],
  ],
  [
    'no step is known, more layers',
    [layer('a', 5)],
    [layer('b', 5), layer('c', 5)],
    ['0<- none 5', '1<- none 5', '-<0 none -5'],
  ],
  ['from nothing', [], [base], ['0<- none 10']],
  [
    'the same content, compressed otherwise',
    [base],
    [{ ...base, wire: 8, compression: 'zstd' }],
    ['0<0 content -2'],
  ],
])('%s', (_, before, after, rows) => {
  expect(rowsOf(before, after)).toEqual(rows);
});

test('rows sum to the whole, whatever moved', () => {
  const before = image([base, layer('x', 7, 'RUN x'), copy('a', 5)]);
  const after = image([layer('y', 3, 'RUN y'), copy('b', 8), base, layer('z', 1)]);
  const { layers, wire, size } = compareImages(before, after);
  const sum = (of: 'wire' | 'size', side: 'before' | 'after' | 'bytes'): number =>
    layers.reduce((total, row) => total + row[of][side], 0);
  for (const side of ['before', 'after', 'bytes'] as const) {
    expect(sum('wire', side)).toBe(wire[side]);
    expect(sum('size', side)).toBe(size[side]);
  }
});

test('waste, platform and compression', () => {
  const before = image([base], { waste: { bytes: 7, files: 1, paths: [] } });
  const after = image([{ ...base, compression: 'zstd' }, layer('b', 1)], {
    platform: { os: 'linux', arch: 'amd64', variant: 'v3' },
  });
  const { waste, differences } = compareImages(before, after);
  expect(waste).toEqual({ before: 7, after: 0, bytes: -7 });
  expect(differences).toEqual([
    { code: 'platform', message: 'linux/amd64 → linux/amd64/v3' },
    { code: 'compression', message: 'gzip → gzip and zstd' },
  ]);
});
