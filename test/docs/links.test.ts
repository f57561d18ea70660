import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PAGES, proseOf, ROOT } from './pages.ts';

/** As GitHub makes them: lower case, punctuation dropped, spaces to hyphens, `-1` for the second of a name. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    proseOf(page).flatMap((line) => {
      const [, heading] = /^#{1,6} (.+)$/.exec(line) ?? [];
      if (heading === undefined) return [];
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
      const slug = plain
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return [count === 0 ? slug : `${slug}-${count}`];
    }),
  );
}

interface Link {
  readonly line: number;
  readonly target: string;
}

function linksOf(page: string): Link[] {
  return proseOf(page).flatMap((text, index) =>
    [...text.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({
      line: index + 1,
      target,
    })),
  );
}

function whyDead(page: string, target: string): string | undefined {
  if (/^https?:/.test(target)) return URL.canParse(target) ? undefined : 'is no URL';
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (file.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(ROOT, file))) return 'is not there';
  if (anchor === undefined) return undefined;
  const of = statSync(join(ROOT, file)).isDirectory() ? join(file, 'README.md') : file;
  return anchorsOf(of).has(anchor) ? undefined : `has no heading #${anchor}`;
}

describe.each(PAGES)('%s', (page) => {
  test('links lead somewhere', () => {
    const dead = linksOf(page).flatMap(({ line, target }) => {
      const why = whyDead(page, target);
      return why === undefined ? [] : [`${page}:${line}: ${target} ${why}`];
    });
    expect(dead).toEqual([]);
  });
});

test('every page can be reached from the README', () => {
  const found = new Set(['README.md']);
  for (const page of found) {
    for (const { target } of linksOf(page)) {
      const [path = ''] = target.split('#');
      if (/^https?:/.test(target) || path === '') continue;
      const file = normalize(join(dirname(page), path));
      const of = existsSync(join(ROOT, file, 'README.md')) ? join(file, 'README.md') : file;
      if (PAGES.includes(of)) found.add(of);
    }
  }
  expect(PAGES.filter((page) => !found.has(page))).toEqual([]);
});
