import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codesIn, errorCodes } from './error-codes.ts';
import { ROOT } from './workspaces.ts';

const rows = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const cells = /^\| `([A-Z0-9_]+)` \| (.+) \| (.+) \|$/.exec(line);
    return cells === null ? [] : [{ code: cells[1] ?? '', cause: cells[2] ?? '', cure: cells[3] ?? '' }];
  });
const written = rows.map(({ code }) => code);

test('docs/troubleshooting.md explains every code: add a row for a new one', () => {
  expect([...errorCodes()].filter((code) => !written.includes(code)).sort()).toEqual([]);
});

test('docs/troubleshooting.md explains no code that is gone, and none twice', () => {
  const codes = errorCodes();
  expect(written.filter((code) => !codes.has(code))).toEqual([]);
  expect(written.filter((code, at) => written.indexOf(code) !== at)).toEqual([]);
});

test('every row has a cause and a cure, as sentences', () => {
  expect(rows.length).toBeGreaterThan(150);
  const poor = rows.filter(({ cause, cure }) => ![cause, cure].every((text) => /^\S.{10,}[.`)]$/.test(text)));
  expect(poor).toEqual([]);
});

test('codes are told from what looks like them', () => {
  const text = `
    code: isAbsent ? 'FILE_MISSING' : 'FILE_KIND',
    throw cursor.fault('DWARF_FORM', 'text');
    warn('UPX', 'packed'); code: 'ABORTED';
    env['HOME_FOLDER'] ?? 'EM_386'; code: 'ENOENT'; 'CGO_ENABLED'`;
  expect(codesIn(text)).toEqual(['FILE_MISSING', 'FILE_KIND', 'DWARF_FORM', 'UPX', 'ABORTED']);
});
