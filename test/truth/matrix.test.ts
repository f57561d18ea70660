import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mayMount } from '../support/mounts.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';
import { columnsOf } from './files.ts';
import { comparedPart, pageOf, type SubjectRows } from './page.ts';
import { cellFolder, disagreements, rowsOf } from './rows.ts';
import { LINKED, PUBLIC, TOOLCHAINS } from './subjects.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'capabilities.md');
const subjects = [...LINKED, ...TOOLCHAINS, ...PUBLIC];
const seen: SubjectRows[] = [];

const cannot =
  lacks('gdb', 'dlv', 'dlv-1.20', 'perf', 'bpftrace', 'govulncheck', 'readelf', 'gcc', 'go-1.19') ||
  !mayMount();

test.skipIf(cannot).each(subjects)(
  '$name: every claim is what the tool does',
  { timeout: 900_000 },
  async (subject) => {
    using folder = scratch();
    const columns: { mode: string; rows: Awaited<ReturnType<typeof rowsOf>> }[] = [];
    for (const column of await columnsOf(subject, folder.path)) {
      columns.push({
        mode: column.mode,
        rows: await rowsOf(subject, column, cellFolder(folder.path, column.mode)),
      });
    }
    seen.push({ name: subject.name, columns });
    expect(
      columns.flatMap(({ mode, rows }) => disagreements(rows).map((line) => `${mode}: ${line}`)),
    ).toEqual([]);
  },
);

test.skipIf(cannot)('docs/capabilities.md says what was seen (GOSYMBOLS_WRITE_PAGES=1 writes it)', () => {
  const page = pageOf(seen);
  if (process.env['GOSYMBOLS_WRITE_PAGES'] !== undefined) writeFileSync(PAGE, page);
  expect(comparedPart(readFileSync(PAGE, 'utf8'))).toBe(comparedPart(page));
});
