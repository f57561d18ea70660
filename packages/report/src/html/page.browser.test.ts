import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { capabilitiesOf } from '@gosymbols/policy';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../../../../test/support/tools.ts';
import { modelOf } from '../model/model-of.ts';
import { HOSTILE_NAMES } from '../sample/hostile-names.ts';
import { manyNames, sampleIndex } from '../sample/sample-index.ts';
import { renderHtml } from './render-html.ts';

const ASIDE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(lacks('chromium'))('the page in Chromium', () => {
  let browser: Browser;
  let folder: string;
  const troubles: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gosymbols-page-'));
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ASIDE });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  function opened(count: number, width: number, colorScheme?: 'light' | 'dark'): Promise<Page> {
    return openedWith(count === 2 ? ['api', 'worker'] : manyNames(count), width, colorScheme);
  }

  async function openedWith(
    names: readonly string[],
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> {
    const path = join(folder, `${names.length}.html`);
    await writeFile(
      path,
      renderHtml(
        modelOf(sampleIndex({ names, modules: 60 }), { capabilities: capabilitiesOf, folder: 'dist' }),
      ),
    );
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => troubles.push(dialog.message()));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) troubles.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  test.each([1280, 420, 320])('fits into %d pixels', async (width) => {
    const page = await opened(60, width);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.close();
  });

  test('light and dark differ in ground and ink', async () => {
    const ground =
      'getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.documentElement).color';
    const light = await opened(2, 1280, 'light');
    const dark = await opened(2, 1280, 'dark');
    expect(await light.evaluate(ground)).not.toBe(await dark.evaluate(ground));
    await light.close();
    await dark.close();
  });

  test('the filter narrows table and evidence, and counts', async () => {
    const page = await opened(60, 1280);
    await page.getByLabel('Filter').first().fill('billing');
    expect(await page.locator('tr[data-binary]:visible').count()).toBe(6);
    expect(await page.locator('details.evidence:visible').count()).toBe(6);
    expect(await page.locator('output[for=filter-binaries]').textContent()).toBe('6 of 60 binaries');
    await page.close();
  });

  test('a name leads to its evidence and opens it', async () => {
    const page = await opened(60, 1280);
    await page.getByRole('link', { name: 'ledger', exact: true }).click();
    await expect.poll(() => page.locator('#binary-9').getAttribute('open')).toBe('');
    await page.close();
  });

  test('the matrix is one tab stop; arrow keys move in it and show reasons; Escape hides them', async () => {
    const page = await opened(2, 1280);
    expect(await page.locator('.answer[tabindex="0"]').count()).toBe(1);
    await page.locator('.answer[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const why = page.locator('#why-1-2-s');
    await expect.poll(() => why.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => why.isVisible()).toBe(false);
    await page.close();
  });

  test('copies a command', async () => {
    const page = await opened(2, 1280);
    await page.getByRole('button', { name: 'Copy the command: Open gdb, api' }).click();
    await expect.poll(() => page.locator('button.copy[data-done]').count()).toBe(1);
    await page.close();
  });

  test('names from files run nothing', async () => {
    const page = await openedWith(HOSTILE_NAMES, 1280);
    expect(await page.locator('body img, body script, body iframe').count()).toBe(1);
    expect(await page.locator('a:not([href^="#"])').count()).toBe(0);
    expect(await page.getByRole('link', { name: '<img src=x onerror=alert(1)>' }).count()).toBe(1);
    await page.close();
  });

  test('nothing was asked of the network, and the console stayed empty', () => {
    expect(troubles).toEqual([]);
  });
});
