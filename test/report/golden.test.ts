import { capabilitiesOf } from '@gosymbols/policy';
import { modelOf, renderComment, renderMarkdown } from '@gosymbols/report';
import {
  GROWN_TOO_MUCH,
  HOSTILE_NAMES,
  manyNames,
  type PullRequestOptions,
  SAMPLE_IMAGES,
  sampleImage,
  samplePullRequest,
} from '@gosymbols/report/sample';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commentPage } from '../support/as-on-github.ts';
import { lacks } from '../support/tools.ts';

const hostileFindings = HOSTILE_NAMES.map((name) => ({
  ...GROWN_TOO_MUCH,
  rule: name,
  artifact: name,
  message: name,
  next: name,
}));

const hostileImages = HOSTILE_NAMES.map((name) =>
  sampleImage([{ content: name, wire: 5_000_000, createdBy: name }], {
    artifact: name,
    platform: { os: name, arch: name },
  }),
);

const CASES: readonly (readonly [string, PullRequestOptions])[] = [
  ['one that fails', { findings: [GROWN_TOO_MUCH] }],
  ['one that passes', {}],
  ['262 binaries', { names: manyNames(262), grownBy: (at) => (at % 29 === 0 ? 20_000 + at * 100 : 0) }],
  ['images', { images: { now: [SAMPLE_IMAGES.now], before: [SAMPLE_IMAGES.earlier] } }],
  ['hostile names', { names: HOSTILE_NAMES, findings: hostileFindings }],
  ['hostile images', { images: { now: hostileImages, before: [] } }],
];

/** A comment column of GitHub is about this wide. */
const WIDTH = 800;

describe.skipIf(lacks('chromium'))('comments as GitHub shows them', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(() => browser?.close());

  async function shown(markdown: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 600 } });
    await page.setContent(await commentPage(markdown));
    return page;
  }

  function textsOf(options: PullRequestOptions): string[] {
    const { index, baseline } = samplePullRequest(options);
    const model = modelOf(index, { capabilities: capabilitiesOf, baseline });
    const link = { fullReport: 'https://github.com/octo/shop/actions/runs/12/artifacts/77' };
    return [renderComment(model, link), renderMarkdown(model, link)];
  }

  test.each(CASES)(
    '%s: nothing is left of Markdown, nothing is wider than the column',
    async (_, options) => {
      for (const text of textsOf(options)) {
        const page = await shown(text);
        const seen = await page.evaluate(`(() => {
        for (const fold of document.querySelectorAll('details')) fold.open = true;
        const body = document.querySelector('.markdown-body');
        const plain = body.cloneNode(true);
        for (const code of plain.querySelectorAll('code')) code.remove();
        const columns = [...document.querySelectorAll('table')].map((table) => new Set([...table.rows].map((row) => row.cells.length)).size);
        return {
          first: body.querySelector('h3')?.textContent ?? '',
          left: (plain.textContent.match(/^\\|.*|<(details|summary|sub|br)|\\*\\*[A-Z]|&#\\d+;/gm) ?? []),
          uneven: columns.filter((count) => count !== 1).length,
          wide: [...document.querySelectorAll('table')].filter((table) => table.getBoundingClientRect().right > ${WIDTH}).length,
          links: [...document.querySelectorAll('a')].map((link) => link.textContent),
          foreign: document.querySelectorAll('img, script, iframe, input, form').length,
        };
      })()`);
        expect(seen).toMatchObject({
          first: expect.stringMatching(/^[✅❌] /u),
          left: [],
          uneven: 0,
          wide: 0,
          links: ['full report'],
          foreign: 0,
        });
        await page.close();
      }
    },
  );
});
