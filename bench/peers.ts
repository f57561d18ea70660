import { spawnSync } from 'node:child_process';
import type { Contestant } from './measure.ts';

/** What ratios are taken against. */
export const GNU = 'GNU objcopy, 3 commands';
export const OURS = 'gosymbols split';
export const OURS_KEEP = 'gosymbols split --compress keep';
export const ALONE = 'gosymbols, split alone';
export const ALONE_KEEP = 'gosymbols, split alone, keep';
export const BARE = 'bare copy, CRC-32, SHA-256 in Node';

/** Ours, from the bundles in `dist`: the command line, and the drivers of bench/. */
export function ours(dist: string): Contestant[] {
  const node = process.execPath;
  const split = (...more: readonly string[]): Contestant['argv'] => {
    return (input, out) => [node, `${dist}/cli.js`, 'split', input, '--out-dir', out, '--no-wire', ...more];
  };
  const alone = (compress: string): Contestant['argv'] => {
    return (input, out) => [node, `${dist}/split-alone.js`, input, out, compress];
  };
  return [
    { name: OURS, argv: split() },
    { name: OURS_KEEP, argv: split('--compress', 'keep') },
    { name: ALONE, argv: alone('none') },
    { name: ALONE_KEEP, argv: alone('keep') },
    { name: BARE, argv: (input, out) => [node, `${dist}/bare-copy.js`, input, `${out}/app`] },
  ];
}

/** The same job by other tools; `cp` as the floor. */
export function peers(): Contestant[] {
  return [
    {
      name: GNU,
      missing: absent('objcopy', 'apt-get install binutils'),
      argv: shell(
        'objcopy --only-keep-debug "$1" "$2/app.debug"',
        'objcopy --strip-all "$1" "$2/app"',
        'objcopy --add-gnu-debuglink="$2/app.debug" "$2/app"',
      ),
    },
    {
      name: 'llvm-objcopy, 2 commands',
      missing: absent('llvm-objcopy', 'apt-get install llvm'),
      argv: shell(
        'llvm-objcopy --only-keep-debug "$1" "$2/app.debug"',
        'llvm-objcopy --strip-all --add-gnu-debuglink="$2/app.debug" "$1" "$2/app"',
      ),
    },
    {
      name: 'eu-strip -f',
      missing: absent('eu-strip', 'apt-get install elfutils'),
      argv: (input, out) => ['eu-strip', '-f', `${out}/app.debug`, '-o', `${out}/app`, input],
    },
    { name: 'cp', argv: (input, out) => ['cp', input, `${out}/app`] },
  ];
}

function shell(...commands: readonly string[]): Contestant['argv'] {
  return (input, out) => ['sh', '-c', commands.join(' && '), 'sh', input, out];
}

function absent(program: string, install: string): string | undefined {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return error === undefined ? undefined : `${program} is absent: ${install}`;
}
