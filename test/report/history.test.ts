import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { SymbolIndex } from '@gosymbols/record';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baselineStep } from '../support/baseline-step.ts';
import { GitHubServer } from '../support/github-server/index.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

/** What each commit of the default branch imports; the last one is the change. */
const COMMITS = ['os', 'fmt', 'encoding/json', 'net/url', 'net/http'];

const POLICY = `version: 1
profiles: { p: { strip: all, debuggability: { min: D1 } } }
artifacts: [{ name: tiny, path: dist/tiny, profile: p, budget: { disk: { max: 7MiB } } }]
`;

describe.skipIf(lacks('chromium'))('the page of a repository with some commits', () => {
  const folder = scratch();
  let browser: Browser;
  let index: SymbolIndex;
  let page: Page;
  /** Bytes that each commit ships. */
  const shipped: number[] = [];

  const job = { cwd: folder.at('job') };
  const read = (): SymbolIndex =>
    JSON.parse(readFileSync(folder.at('job/dist/gosymbols.json'), 'utf8')) as SymbolIndex;
  const git = (...args: string[]): string =>
    output('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], job).trim();
  const must = (...args: string[]): void => {
    const { status, stderr } = gosymbols(args, job);
    expect(status, stderr).toBe(0);
  };

  beforeAll(async () => {
    await using server = await GitHubServer.start();
    mkdirSync(folder.at('job'));
    writeFileSync(folder.at('job/go.mod'), 'module example.com/tiny\n\ngo 1.24\n');
    writeFileSync(folder.at('job/.gosymbols.yml'), POLICY);
    writeFileSync(folder.at('job/.gitignore'), 'dist/\noutput\nsummary\nevent.json\ngosymbols-*\n');
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', server.state.git.path);
    for (const [at, name] of COMMITS.entries()) {
      const word = name.split('/').at(-1);
      const use = { os: 'Args', fmt: 'Println', json: 'Marshal', url: 'Parse', http: 'Get' }[word ?? ''];
      writeFileSync(
        folder.at('job/main.go'),
        `package main\n\nimport "${name}"\n\nvar kept any = ${word}.${use}\n\nfunc main() { println(kept) }\n`,
      );
      const before = at === 0 ? '0'.repeat(40) : git('rev-parse', 'HEAD');
      git('add', '--all');
      git('commit', '--quiet', '--message', `imports ${name}`);
      git('push', '--quiet', 'origin', 'main');
      must('build');
      must('split', '--index', 'dist/gosymbols.json', '--what-if', '--strip', 'all');
      must('verify');
      shipped.push(read().binaries[0]?.split?.sizeAfter.disk ?? 0);
      const step = await baselineStep(server, folder.at('job'), {
        inputs: { sources: 'branch', record: at < COMMITS.length - 1 ? 'true' : 'false' },
        before,
        sha: git('rev-parse', 'HEAD'),
      });
      expect(step.status, step.log).toBe(0);
    }
    must('report', '--baseline', 'dist/baseline.json', '--format', 'html');
    index = read();
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    await page.goto(pathToFileURL(folder.at('job/dist/gosymbols-report.html')).href);
  });
  afterAll(async () => {
    await browser?.close();
    folder[Symbol.dispose]();
  });

  test('its history is what each commit shipped, oldest first, and this run', async () => {
    expect(index.baseline?.history?.map(({ binaries }) => binaries[0]?.disk)).toEqual(shipped.slice(0, -1));
    expect(await page.locator('figure.history circle.past').count()).toBe(COMMITS.length - 1);
    expect(await page.locator('figure.history circle.this').count()).toBe(1);
    const heights = await page
      .locator('figure.history circle')
      .evaluateAll((circles) => circles.map((circle) => Number(circle.getAttribute('cy'))));
    // The axis of SVG goes down: who ships most stands highest.
    const rank = (values: readonly number[]): number[] =>
      values.map((value) => values.filter((other) => other > value).length);
    expect(rank(heights.map((height) => -height))).toEqual(rank(shipped));
    expect(new Set(heights).size).toBe(COMMITS.length);
    expect(await page.locator('figure.history figcaption').textContent()).toMatch(/limit 7\.0\sMiB/);
  });

  test('what if: three modes that were written, the one that shipped marked', async () => {
    const { whatIf, split } = index.binaries[0] ?? {};
    expect(whatIf?.all?.disk).toBe(split?.sizeAfter.disk);
    expect(whatIf?.dwarf?.disk).toBeGreaterThan(whatIf?.all?.disk ?? Infinity);
    expect(whatIf?.none?.disk).toBeGreaterThan(whatIf?.dwarf?.disk ?? Infinity);
    const widths = await page
      .locator('.what-if rect.disk')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))));
    const full = whatIf?.none?.disk ?? 1;
    const drawn = ['none', 'dwarf', 'all'] as const;
    expect(widths).toEqual(
      drawn.map((mode) => Number((((whatIf?.[mode]?.disk ?? 0) / full) * 300).toFixed(1))),
    );
    expect(await page.locator('.what-if tr.now').textContent()).toContain('all stripped');
  });

  test('what changed is this commit alone, and nothing is wider than the page', async () => {
    const change = (shipped.at(-1) ?? 0) - (shipped.at(-2) ?? 0);
    const row = await page.locator('section[aria-labelledby="changes"] tbody tr').first().textContent();
    expect(change).toBeGreaterThan(500_000);
    expect(row).toContain(`+${(change / 1024 / 1024).toFixed(1)}`);
    for (const width of [1100, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(wider).toBeLessThanOrEqual(0);
      if (process.env['SHOT'])
        await page.screenshot({ path: `${process.env['SHOT']}/page-${width}.png`, fullPage: true });
    }
  });
});
