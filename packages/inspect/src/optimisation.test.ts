import { expect, test } from 'vitest';
import { optimisationOf } from './optimisation.ts';

const RUNTIME = ['runtime', 'runtime/internal/sys', 'internal/bytealg'];

test.each(RUNTIME)('%s is as unoptimised as it can be without -N', (name) => {
  const producer = 'Go cmd/compile go1.26.8; -l regabi';
  expect(optimisationOf({ producer, name, isGo: true })).toBe('unoptimised');
  expect(optimisationOf({ producer: 'Go cmd/compile go1.26.8; regabi', name, isGo: true })).toBe('optimised');
});

test.each([
  ['Go cmd/compile go1.26.8; regabi', true, 'optimised'],
  ['Go cmd/compile go1.26.8; -N -l regabi', true, 'unoptimised'],
  ['Go cmd/compile go1.19.8; -N -l; regabi', true, 'unoptimised'],
  ['Go cmd/compile go1.26.8; -l regabi', true, 'optimised'],
  ['Go cmd/compile go1.26.8; -N regabi', true, 'optimised'],
  ['GNU C17 12.2.0', false, 'unstated'],
  ['GNU AS 2.40', false, 'unstated'],
  ['Debian clang version 14.0.6', false, 'unstated'],
  ['GNU C17 12.2.0 -mtune=generic -march=x86-64 -g -O2 -fPIC', false, 'optimised'],
  ['GNU C17 12.2.0 -mtune=generic -g -O2 -O0', false, 'unoptimised'],
  ['GNU C17 12.2.0 -mtune=generic -march=x86-64 -g', false, 'unoptimised'],
  ['GNU C17 12.2.0 -g -Og', false, 'optimised'],
] as const)('%s', (producer, isGo, expected) => {
  expect(optimisationOf({ producer, name: 'main', isGo })).toBe(expected);
});
