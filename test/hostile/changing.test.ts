import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { FormatError } from '@gosymbols/bytes';
import { splitFile } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { scratch } from '../support/scratch.ts';

const original = goProgram({ name: 'static' });
const another = goProgram({ name: 'no-id', args: ['-ldflags=-buildid='] });

type Change = (path: string) => void;

function overwrite(at: number): Change {
  return (path) => {
    const fd = openSync(path, 'r+');
    writeSync(fd, Buffer.from('changed!'), 0, 8, at);
    closeSync(fd);
  };
}

const changes: readonly (readonly [string, Change])[] = [
  ['cut to half', (path) => truncateSync(path, 1_000_000)],
  ['emptied', (path) => truncateSync(path, 0)],
  ['grown', (path) => appendFileSync(path, 'more')],
  ['written to in its code', overwrite(0x2000)],
  ['written to in its debug data', overwrite(1_900_000)],
  ['removed', (path) => rmSync(path)],
  [
    'replaced by another build',
    (path) => {
      copyFileSync(another, `${path}.new`);
      renameSync(`${path}.new`, path);
    },
  ],
];

const stages = ['write debug file', 'write stripped file', 'prove'] as const;

describe.each(stages)('the binary changes before: %s', (stage) => {
  test.each(changes)('%s', async (_, change) => {
    using folder = scratch();
    const path = folder.at('static');
    copyFileSync(original, path);
    const inPlace = { path, strippedPath: path, debugPath: folder.at('static.debug') };
    const manner = { strip: 'all', compress: 'none' } as const;
    const onStage = (now: string): void => {
      if (now === stage) change(path);
    };
    const error = await splitFile({ ...inPlace, ...manner, onStage }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    // A path that is gone when the proof opens it is the system's error.
    expect(error).toMatchObject(
      error instanceof FormatError ? { code: 'FILE_CHANGED', file: path } : { code: 'ENOENT', path },
    );
    expect(readdirSync(folder.path).filter((name) => name !== 'static')).toEqual([]);
  });
});
