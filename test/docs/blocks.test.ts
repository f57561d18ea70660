import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BLOCKS, type Block, PAGES, proseOf, ROOT } from './pages.ts';
import { ANSWERS, isPolicy, isWorkflow } from './who-answers.ts';

function answersFor(block: Block): string[] {
  return [
    ...(isWorkflow(block) ? ['workflow'] : []),
    ...(isPolicy(block) ? ['policy'] : []),
    ...ANSWERS.filter(
      ({ page, language, holding }) =>
        page === block.page && language === block.language && block.text.includes(holding),
    ).map(({ test: by }) => by),
  ];
}

test('every block of every page is run, linted or parsed by exactly one test', () => {
  const wrong = BLOCKS.map((block) => ({ block, by: answersFor(block) })).filter(({ by }) => by.length !== 1);
  expect(
    wrong.map(
      ({ block: { page, line, language }, by }) => `${page}:${line}: ${language}, ${by.length} tests`,
    ),
    'run a new block in one of the tests, and name that test in test/docs/who-answers.ts',
  ).toEqual([]);
});

describe.each(ANSWERS)('$page, $language with $holding', ({ page, language, holding, test: by }) => {
  test('is there', () => {
    const found = BLOCKS.filter(
      (block) => block.page === page && block.language === language && block.text.includes(holding),
    );
    expect(found).toHaveLength(1);
  });

  test('is what that test takes', () => {
    const source = readFileSync(join(ROOT, by), 'utf8');
    expect(source).toContain(holding);
  });
});

test('code is fenced, so that it is seen here', () => {
  const indented = PAGES.flatMap((page) => {
    const lines = proseOf(page);
    return lines.flatMap((line, index) =>
      // After a blank line, and not the continuation of a list.
      /^ {4}\S/.test(line) && lines[index - 1] === '' && !isInList(lines.slice(0, index))
        ? [`${page}:${index + 1}`]
        : [],
    );
  });
  expect(indented).toEqual([]);
});

function isInList(before: readonly string[]): boolean {
  const last = before.findLast((line) => line !== '' && !line.startsWith(' '));
  return /^([-*]|\d+\.) /.test(last ?? '');
}
