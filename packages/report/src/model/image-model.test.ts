import { capabilitiesOf } from '@gosymbols/policy';
import type { ImageRecord } from '@gosymbols/record';
import { expect, test } from 'vitest';
import { renderHtml } from '../html/render-html.ts';
import { renderComment } from '../markdown/render-comment.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { SAMPLE_IMAGES, sampleImage } from '../sample/sample-images.ts';
import { samplePullRequest } from '../sample/sample-pull-request.ts';
import { renderTerminal } from '../terminal/render-terminal.ts';
import { modelOf } from './model-of.ts';
import { isNews } from './movement.ts';
import type { ReportModel } from './report-model.ts';

/** A pull request that moves no binary, and these images. */
function modelWith(now: readonly ImageRecord[], before: readonly ImageRecord[]): ReportModel {
  const { index, baseline } = samplePullRequest({ grownBy: () => 0, images: { now, before } });
  return modelOf(index, { capabilities: capabilitiesOf, baseline });
}
const { earlier, now } = SAMPLE_IMAGES;

test('an image is compared layer by layer, by content and by step', () => {
  const [image] = modelWith([now], [earlier]).images;
  expect(image).toMatchObject({
    artifact: 'api-image',
    wire: 3_892_000,
    waste: 64_000,
    baseline: { wireDelta: 590_000, sizeDelta: 1_770_000, wasteDelta: 64_000, isNoise: false, unlike: [] },
  });
  expect(image?.layers.map(({ delta, is }) => [is, delta])).toEqual([
    [undefined, 0],
    ['new', 140_000],
    [undefined, 130_000],
    ['new', 410_000],
    ['gone', -90_000],
  ]);
});

test('the comment has the image, and its layers folded', () => {
  const text = renderComment(modelWith([now], [earlier]));
  expect(text).toMatch(
    /^\| `api-image`<br><sub>`linux\/amd64`<\/sub> \| 3\.7\s?MiB<br><sub>\+576\.2\s?KiB<\/sub> \|/m,
  );
  expect(text).toContain('<summary>Layer by layer</summary>');
  expect(text).toMatch(
    /^\| 3 \| `COPY dist\/api \/usr\/bin\/api` \| 2\.4\s?MiB \| 7\.2\s?MiB \| \+127\.0\s?KiB \|$/m,
  );
  expect(text).toMatch(/^\| 4 \| `RUN apk add tzdata` .* new \+400\.4\s?KiB \|$/m);
  expect(text).toMatch(/^\| {2}\| `RUN make docs` \| {2}\| {2}\| gone −87\.9\s?KiB \|$/m);
});

test('the page and the terminal have it too', () => {
  const model = modelWith([now], [earlier]);
  expect(renderHtml(model)).toContain('apk add --no-cache ca-certificates');
  expect(renderTerminal(model, { colour: false, width: 200 })).toContain(
    'api-image: 3.7 MiB pulled (+576.2 KiB), 11.1 MiB unpacked (+1.7 MiB), 62.5 KiB wasted (+62.5 KiB), 4 layers',
  );
});

test.each([
  ['an image that moved', [now], [earlier], true],
  ['an image as before', [now], [now], false],
  ['an image that the baseline lacks', [now], [], false],
])('%s is news: %#', (_, after, before, news) => {
  expect(isNews(modelWith(after, before))).toBe(news);
});

test('another compression is named as a cause', () => {
  const zstd = sampleImage([{ content: 'base', wire: 700_000, compression: 'zstd' }]);
  const gzip = sampleImage([{ content: 'base', wire: 812_000 }]);
  const model = modelWith([zstd], [gzip]);
  expect(renderComment(model)).toContain('- layers compressed otherwise: gzip → zstd');
  expect(renderHtml(model)).toContain('layers compressed otherwise (gzip → zstd)');
});

test('names and steps that others wrote are text', () => {
  const hostile = HOSTILE_NAMES.map((name) =>
    sampleImage([{ content: name, wire: 5_000_000, createdBy: name }], {
      artifact: name,
      name,
      platform: { os: name, arch: name },
    }),
  );
  const model = modelWith(
    hostile,
    hostile.map((image) => ({ ...image, layers: [] })),
  );
  for (const text of [renderComment(model), renderMarkdown(model)]) {
    for (const unseen of ['\u001b', '\u202e']) expect(text).not.toContain(unseen);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
  }
  expect(renderHtml(model)).not.toMatch(/<img|<script>alert/i);
});

test('hundreds of images with hundreds of layers fit', () => {
  const layers = Array.from({ length: 400 }, (_, at) => ({
    content: String(at),
    wire: 1000,
    createdBy: `RUN ${'x'.repeat(3000)} ${at}`,
  }));
  const many = Array.from({ length: 300 }, (_, at) => sampleImage(layers, { artifact: `image-${at}` }));
  const text = renderComment(modelWith(many, []));
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
  expect(text).toContain('_280 more images._');
});
