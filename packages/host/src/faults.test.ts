import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeFault, faultOf, RequestError, UnavailableError } from './faults.ts';

const system = (path: string): unknown => {
  try {
    return readFileSync(path);
  } catch (error) {
    return error;
  }
};

describe('exit status and one line', () => {
  test.each([
    ['a wrong request', new RequestError('no', { code: 'X', next: 'Do y.' }), 2, 'no. Do y. [X]'],
    ['what cannot be done', new UnavailableError('no', { code: 'X' }), 3, 'no. [X]'],
    [
      'a missing file',
      system('/nowhere/at/all'),
      2,
      '/nowhere/at/all: no such file. Check the path. [ENOENT]',
    ],
    ['a directory', system('/'), 2, 'is a directory, a file is needed. Name a file. [EISDIR]'],
    [
      'a damaged file',
      Object.assign(new Error('ends early'), {
        kind: 'malformed',
        code: 'Y',
        file: 'a',
        section: '.text',
        offset: 7,
      }),
      3,
      'a, .text offset 7: ends early. [Y]',
    ],
    ['anything thrown', 'text', 3, 'text.'],
  ])('%s', (_, thrown, status, line) => {
    expect(faultOf(thrown).status).toBe(status);
    expect(describeFault(faultOf(thrown))).toBe(line);
  });
});
