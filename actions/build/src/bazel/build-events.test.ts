import { expect, test } from 'vitest';
import { readBuildEvents } from './build-events.ts';

const lines = (...events: readonly object[]): string[] => events.map((event) => JSON.stringify(event));
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

test('sets within sets, shared sets, sets within themselves', async () => {
  const text = lines(
    set('0', ['lib']),
    set('1', ['api'], ['0', '1']),
    set('2', ['worker'], ['0']),
    target('//cmd:api', ['1']),
    target('//cmd:worker', ['2']),
  );
  const { outputs } = await readBuildEvents(text);
  expect(outputs.map(({ label, name }) => `${label} ${name}`)).toEqual([
    '//cmd:api api',
    '//cmd:api lib',
    '//cmd:worker worker',
  ]);
});

test('targets that failed, and what aspects add, are left out', async () => {
  const text = lines(set('0', ['a']), target('//:a', ['0'], {}), {
    id: { targetCompleted: { label: '//:a', aspect: 'lint' } },
    completed: { success: true, outputGroup: [{ fileSets: [{ id: '0' }] }] },
  });
  expect((await readBuildEvents(text)).outputs).toEqual([]);
});

test('why a pattern was left out', async () => {
  const aborted = { reason: 'LOADING_FAILURE', description: "no such package 'nope'" };
  expect(
    (await readBuildEvents(lines({ id: { pattern: { pattern: ['//nope'] } }, aborted }))).aborted,
  ).toEqual([aborted]);
});

test('a last line that was cut off is passed over', async () => {
  const whole = lines(set('0', ['a']), target('//:a', ['0']));
  expect((await readBuildEvents([...whole, '{"id":{"nam'])).outputs).toHaveLength(1);
  expect(await readBuildEvents([])).toEqual({ outputs: [], aborted: [], flags: [] });
});

test('a broken line in the middle is an error', async () => {
  await expect(readBuildEvents(['{"id":{"nam', ...lines(set('0', ['a']))])).rejects.toThrow(SyntaxError);
});

test('every output group, files that stand in it, and the folders of each configuration', async () => {
  const file = (name: string, folder: string): object => ({
    name,
    uri: `file:///out/${folder}/${name}`,
    pathPrefix: ['bazel-out', folder, 'bin'],
  });
  const { outputs } = await readBuildEvents(
    lines(
      { id: { namedSet: { id: '0' } }, namedSetOfFiles: { files: [file('api', 'k8-opt')] } },
      {
        id: { targetCompleted: { label: '//:api' } },
        completed: {
          success: true,
          outputGroup: [
            { name: 'default', fileSets: [{ id: '0' }] },
            { name: 'debug', inlineFiles: [file('api.debug', 'k8-opt')] },
          ],
        },
      },
    ),
  );
  expect(outputs.map(({ name, prefix }) => [name, prefix])).toEqual([
    ['api.debug', 'bazel-out/k8-opt/bin'],
    ['api', 'bazel-out/k8-opt/bin'],
  ]);
});

test('the flags that bear on symbols, wherever they were given', async () => {
  const cmdLine = ['--strip=always', '--jobs=4', '--compilation_mode=opt'];
  const { flags } = await readBuildEvents(lines({ id: { optionsParsed: {} }, optionsParsed: { cmdLine } }));
  expect(flags).toEqual(['--strip=always', '--compilation_mode=opt']);
});
