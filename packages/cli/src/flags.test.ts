import type { RequestError, Verb } from '@gosymbols/host';
import { describe, expect, test } from 'vitest';
import { parseFlags } from './flags.ts';

const verb: Verb = {
  name: 'split',
  positional: 'binaries',
  spec: {
    name: 'split',
    description: '',
    inputs: {
      binaries: { description: 'Files.' },
      strip: { description: 'Mode.', default: 'all' },
      'in-place': { description: 'Switch.', default: 'false' },
      wire: { description: 'Switch.', default: 'true' },
    },
  },
  run: async () => ({ outputs: {} }),
};

describe('flags are inputs', () => {
  test.each([
    [['--strip', 'dwarf'], { strip: 'dwarf' }],
    [['--strip=dwarf'], { strip: 'dwarf' }],
    [['a', 'b'], { binaries: 'a\nb' }],
    [['--binaries', 'a', '--binaries=b', 'c'], { binaries: 'a\nb\nc' }],
    [['--in-place', 'a'], { 'in-place': 'true', binaries: 'a' }],
    [['--in-place=false'], { 'in-place': 'false' }],
    [['--no-wire'], { wire: 'false' }],
    [['--', '--odd name'], { binaries: '--odd name' }],
  ])('%j', (args, given) => {
    expect(parseFlags(verb, args).given).toEqual(given);
  });

  test('the command line has flags of its own', () => {
    expect(parseFlags(verb, ['--json', '-h', '--debug'])).toEqual({
      given: {},
      json: true,
      help: true,
      debug: true,
    });
  });

  test('an input takes the place of a flag of that name', () => {
    const join: Verb = {
      ...verb,
      spec: { ...verb.spec, inputs: { debug: { description: 'Debug file.', required: true } } },
    };
    expect(parseFlags(join, ['--debug', 'api.debug', '--json'])).toEqual({
      given: { debug: 'api.debug' },
      json: true,
      help: false,
      debug: false,
    });
  });

  test.each([
    [['--stripp', 'all'], 'FLAG_UNKNOWN', 'Did you mean `--strip`?'],
    [['--strip'], 'FLAG_VALUE', 'Mode.'],
    [['--no-strip'], 'FLAG_UNKNOWN', 'Did you mean `--strip`?'],
    [['-x'], 'FLAG_UNKNOWN', 'Run with --help for the list.'],
  ])('%j is refused', (args, code, next) => {
    expect(() => parseFlags(verb, args)).toThrow(expect.objectContaining({ code, next }) as RequestError);
  });
});
