import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { capabilitiesOf } from '@gosymbols/policy';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../../../../test/support/tools.ts';
import { modelOf } from '../model/model-of.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { GROWN_TOO_MUCH, type PullRequestOptions, samplePullRequest } from '../sample/sample-pull-request.ts';
import { renderHtml } from './render-html.ts';

describe.skipIf(lacks('chromium'))('a pull request’s page in Chromium', () => {
  let browser: Browser;
  let folder: string;
  const troubles: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gosymbols-packages-'));
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    expect(troubles, 'the console stayed empty and nothing was asked of the network').toEqual([]);
  });

  async function opened(
    options: PullRequestOptions & { rename?: (path: string, at: number) => string },
    view: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Page> {
    const { rename, ...rest } = options;
    const { index, baseline } = samplePullRequest(rest);
    const renamed = (from: typeof index): typeof index => ({
      ...from,
      binaries: from.binaries.map(({ packages, ...binary }) =>
        packages === undefined || rename === undefined
          ? { ...binary, ...(packages === undefined ? {} : { packages }) }
          : {
              ...binary,
              packages: {
                ...packages,
                packages: packages.packages.map((row, at) => ({ ...row, path: rename(row.path, at) })),
              },
            },
      ),
    });
    const model = modelOf(renamed(index), {
      capabilities: capabilitiesOf,
      baseline: renamed(baseline),
      folder: 'dist',
    });
    const path = join(folder, 'page.html');
    await writeFile(path, renderHtml(model));
    const { width = 1280, colorScheme = 'light' } = view;
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => troubles.push(dialog.message()));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) troubles.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  // A canvas that is read often is told so when it is made; the page's own is never read.
  const COPY = `() => {
    const canvas = document.querySelector('#map-1'), copy = document.createElement('canvas');
    copy.width = canvas.width; copy.height = canvas.height;
    const pen = copy.getContext('2d', { willReadFrequently: true });
    pen.drawImage(canvas, 0, 0);
    return pen.getImageData(0, 0, copy.width, copy.height);
  }`;
  const told = (page: Page) => page.locator('#map-1-told');
  const rows = (page: Page) => page.locator('#map-1-rows tbody tr');

  /** Colours on the canvas along a grid: what a person would see of it. */
  const painted = (page: Page): Promise<number> =>
    page.evaluate(`(() => {
      const { data } = (${COPY})();
      const seen = new Set();
      for (let at = 0; at < data.length; at += 4 * 37) if (data[at + 3] === 255) seen.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
      return seen.size;
    })()`);

  test('the map is drawn, told on hover, and its view changes', async () => {
    const page = await opened({ packages: 120, findings: [GROWN_TOO_MUCH] });
    await expect.poll(() => painted(page)).toBeGreaterThan(3);
    await page.locator('#map-1').hover({ position: { x: 30, y: 30 } });
    await expect.poll(() => told(page).textContent()).toBe('runtime: 1.1\u00a0MiB');
    await page.locator('.views label', { hasText: 'Change' }).first().click();
    expect(await rows(page).first().textContent()).toMatch(
      /^google\.golang\.org\/protobuf.*\+6\d\.\d\u00a0KiB$/,
    );
    expect(await page.locator('.moves').first().isVisible()).toBe(true);
    await page.close();
  });

  test('by keyboard: from the search to the views to the map, and from package to package', async () => {
    const page = await opened({ packages: 120 });
    await page.locator('#map-1-search').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.value')).toBe('after');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.value')).toBe('delta');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('map-1');
    await page.keyboard.press('Home');
    await expect.poll(() => told(page).textContent()).toMatch(/, \+6\d\.\d\u00a0KiB, of /);
    const first = await told(page).textContent();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => told(page).textContent()).not.toBe(first);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => told(page).textContent()).toBe(first);
    await page.keyboard.press('Escape');
    await expect.poll(() => told(page).textContent()).toBe('');
    await page.close();
  });

  test('the search narrows map and table', async () => {
    const page = await opened({ packages: 120 });
    await page.locator('#map-1-search').fill('protobuf impl');
    await expect.poll(() => rows(page).count()).toBe(1);
    expect(await page.locator('output[for=map-1-search]').textContent()).toBe('1 of 120 packages');
    await page.close();
  });

  test('5,000 packages stay smooth', async () => {
    const page = await opened({ packages: 5000 });
    await expect.poll(() => painted(page)).toBeGreaterThan(3);
    // Two frames after each step: what a person waits for. Other tests run at the same time.
    const slowest = await page.evaluate(`(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const canvas = document.querySelector('#map-1'), input = document.querySelector('#map-1-search');
      const box = canvas.getBoundingClientRect();
      let slowest = 0;
      for (let step = 0; step < 30; step++) {
        const start = performance.now();
        if (step % 10 === 9) { input.value = 'module-' + step; input.dispatchEvent(new Event('input')); }
        canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + (step * 37) % box.width, clientY: box.top + (step * 23) % box.height }));
        await frame();
        slowest = Math.max(slowest, performance.now() - start);
      }
      return slowest;
    })()`);
    expect(slowest).toBeLessThan(500);
    await page.close();
  });

  test('light and dark maps differ', async () => {
    const corner = `(() => { const { data, width } = (${COPY})(); return [...data.slice(4 * 20 * width + 80, 4 * 20 * width + 84)].join(); })()`;
    const light = await opened({ packages: 50 });
    await expect.poll(() => painted(light)).toBeGreaterThan(3);
    const before = await light.evaluate(corner);
    await light.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => light.evaluate(corner)).not.toBe(before);
    await light.close();
  });

  test.each([1280, 420, 320])('fits into %d pixels', async (width) => {
    const page = await opened({ packages: 200, findings: [GROWN_TOO_MUCH] }, { width });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.close();
  });

  test('everything to press or type has a name', async () => {
    const page = await opened({ packages: 200 });
    const nameless =
      await page.evaluate(`[...document.querySelectorAll('button, input, select, a, canvas, svg[role=img], [role=region]')]
      .filter((one) => !(one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.labels?.length || one.textContent.trim()))
      .map((one) => one.outerHTML.slice(0, 80))`);
    expect(nameless).toEqual([]);
    await page.close();
  });

  test('names of packages run nothing and end nothing', async () => {
    const names = [...HOSTILE_NAMES, '</script><script>alert(1)</script>', '<!--', ']]>'];
    const page = await opened({ packages: 60, rename: (path, at) => names[at] ?? path });
    await expect.poll(() => painted(page)).toBeGreaterThan(3);
    await page.locator('#map-1-search').fill('alert');
    await expect.poll(() => rows(page).count()).toBeGreaterThan(1);
    expect(await page.locator('body img, body iframe, script:not([type="application/json"])').count()).toBe(
      1,
    );
    await page.close();
  });
});
