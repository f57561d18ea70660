import { describe, expect, test } from 'vitest';
import type { RequestError } from './faults.ts';
import { Inputs } from './inputs.ts';

const spec = {
  name: 'test',
  description: 'A test.',
  inputs: {
    binaries: { description: 'Files. More words.', required: true },
    strip: { description: 'Mode.', default: 'all' },
    'in-place': { description: 'Switch.', default: 'false' },
  },
};

describe('values', () => {
  test('defaults, lists, switches and choices', () => {
    const inputs = new Inputs(spec, { binaries: ' a\n\n b ', 'in-place': 'True' });
    expect(inputs.list('binaries')).toEqual(['a', 'b']);
    expect(inputs.flag('in-place')).toBe(true);
    expect(inputs.choice('strip', ['all', 'none'])).toBe('all');
  });

  test.each([
    ['an unknown name', { binaries: 'a', stripp: 'x' }, 'INPUT_UNKNOWN', 'Did you mean `strip`?'],
    ['a missing required one', {}, 'INPUT_REQUIRED', 'Give it: Files.'],
    ['a blank required one', { binaries: ' \n ' }, 'INPUT_REQUIRED', 'Give it: Files.'],
  ])('%s is refused with the next step', (_, given, code, next) => {
    expect(() => new Inputs(spec, given as Record<string, string>)).toThrow(
      expect.objectContaining({ code, next }) as RequestError,
    );
  });

  test.each([
    ['switch', (inputs: Inputs) => inputs.flag('in-place'), 'Write true or false.'],
    ['choice', (inputs: Inputs) => inputs.choice('strip', ['all', 'none']), 'Choose one of all, none.'],
  ])('a wrong %s names what is allowed', (_, read, next) => {
    const inputs = new Inputs(spec, { binaries: 'a', 'in-place': 'yes', strip: 'some' });
    expect(() => read(inputs)).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE', next }) as RequestError,
    );
  });
});
