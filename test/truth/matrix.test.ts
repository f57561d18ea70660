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
    const columns = await columnsOf(subject, folder.path);
    const rows: Awaited<ReturnType<typeof rowsOf>>[] = [];
    const queue = [...columns.entries()];
    const serve = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, column] = next;
        rows[index] = await rowsOf(subject, column, cellFolder(folder.path, column.mode));
      }
    };
    // Consumers mostly wait for clocks and prompts: two files at once take half the time.
    await Promise.all([serve(), serve()]);
    const judged = columns.map(({ mode }, index) => ({ mode, rows: rows[index] ?? [] }));
    seen.push({ name: subject.name, columns: judged });
    expect(judged.flatMap(({ mode, rows }) => disagreements(rows).map((line) => `${mode}: ${line}`))).toEqual(
      [],
    );
  },
);

test.skipIf(cannot)('docs/capabilities.md says what was seen (GOSYMBOLS_WRITE_PAGES=1 writes it)', () => {
  const page = pageOf(seen);
  if (process.env['GOSYMBOLS_WRITE_PAGES'] !== undefined) writeFileSync(PAGE, page);
  expect(comparedPart(readFileSync(PAGE, 'utf8'))).toBe(comparedPart(page));
});
