import { expect, test } from 'vitest';
import { annotateWithin } from './annotate-within.ts';
import type { Host } from './host.ts';

function told(kind: Host['kind'], errors: number, warnings = 0): string[] {
  const lines: string[] = [];
  const say = (as: string) => (message: string, place?: { line?: number }) =>
    void lines.push(`${as} ${place?.line ?? '-'} ${message}`);
  const host = {
    kind,
    error: say('error'),
    warning: say('warning'),
    notice: say('notice'),
    info: say('info'),
  };
  const some = (count: number, as: 'error' | 'warning') =>
    Array.from({ length: count }, (_, at) => ({
      kind: as,
      message: `m${at}`,
      place: { file: 'p.yml', line: at + 1 },
    }));
  annotateWithin(host as unknown as Host, [...some(warnings, 'warning'), ...some(errors, 'error')]);
  return lines;
}

test('ten of a kind are annotations, each on its line, the gravest first', () => {
  const lines = told('github', 10, 1);
  expect(lines.filter((line) => line.startsWith('error'))).toHaveLength(10);
  expect(lines[0]).toBe('error 1 m0');
  expect(lines[10]).toBe('warning 1 m0');
});

test('of eleven, nine are annotations, the tenth counts the rest, and the log has them with their places', () => {
  const lines = told('github', 11);
  expect(lines.filter((line) => line.startsWith('error'))).toHaveLength(10);
  expect(lines[9]).toBe('error - 2 more of this kind: they are in the log and in the report.');
  expect(lines.slice(10)).toEqual(['info - error: p.yml:10: m9', 'info - error: p.yml:11: m10']);
});

test('a terminal shows all of them', () => {
  expect(told('terminal', 300)).toHaveLength(300);
});
