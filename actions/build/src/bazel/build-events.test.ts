import { expect, test } from 'vitest';
import { readBuildEvents } from './build-events.ts';

const lines = (...events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');
const set = (id: string, files: readonly string[], inner: readonly string[] = []): object => ({
  id: { namedSet: { id } },
  namedSetOfFiles: {
    files: files.map((name) => ({ name, uri: `file:///out/${name}` })),
    fileSets: inner.map((of) => ({ id: of })),
  },
});
const target = (label: string, sets: readonly string[], more: object = { success: true }): object => ({
  id: { targetCompleted: { label } },
  completed: { ...more, outputGroup: [{ name: 'default', fileSets: sets.map((id) => ({ id })) }] },
});

test('sets within sets, shared sets, sets within themselves', () => {
  const text = lines(
    set('0', ['lib']),
    set('1', ['api'], ['0', '1']),
    set('2', ['worker'], ['0']),
    target('//cmd:api', ['1']),
    target('//cmd:worker', ['2']),
  );
  const { outputs } = readBuildEvents(text);
  expect(outputs.map(({ label, name }) => `${label} ${name}`)).toEqual([
    '//cmd:api api',
    '//cmd:api lib',
    '//cmd:worker worker',
  ]);
});

test('targets that failed, and what aspects add, are left out', () => {
  const text = lines(set('0', ['a']), target('//:a', ['0'], {}), {
    id: { targetCompleted: { label: '//:a', aspect: 'lint' } },
    completed: { success: true, outputGroup: [{ fileSets: [{ id: '0' }] }] },
  });
  expect(readBuildEvents(text).outputs).toEqual([]);
});

test('why a pattern was left out', () => {
  const aborted = { reason: 'LOADING_FAILURE', description: "no such package 'nope'" };
  expect(readBuildEvents(lines({ id: { pattern: { pattern: ['//nope'] } }, aborted })).aborted).toEqual([
    aborted,
  ]);
});

test('a last line that was cut off is passed over', () => {
  const whole = lines(set('0', ['a']), target('//:a', ['0']));
  expect(readBuildEvents(`${whole}{"id":{"nam`).outputs).toHaveLength(1);
  expect(readBuildEvents('')).toEqual({ outputs: [], aborted: [] });
});
