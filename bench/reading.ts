import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from './measure.ts';

export const START = 'Node, empty script';
export const HELP = 'gosymbols --version';
export const ONE = 'inspect, the file above';
export const SMALL = 'inspect, 1 small file';
export const MANY = 'inspect, 100 small files';
export const FILES = 100;

const HELLO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';

/** `inspect`, with what of it is only the start of Node and of our bundle. */
export function readers(dist: string, scratch: string): Contestant[] {
  const folder = join(scratch, 'small');
  const first = manyFiles(folder);
  const empty = join(scratch, 'empty.js');
  writeFileSync(empty, '');
  const node = process.execPath;
  const inspect = [node, `${dist}/cli.js`, 'inspect'];
  return [
    { name: START, argv: () => [node, empty] },
    { name: HELP, argv: () => [node, `${dist}/cli.js`, '--version'] },
    { name: ONE, argv: (input) => [...inspect, input] },
    { name: SMALL, argv: () => [...inspect, first] },
    { name: MANY, argv: () => [...inspect, folder] },
  ];
}

/** A small Go program, a hundred times. @returns the first one */
function manyFiles(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'hello.go'), HELLO);
  const first = join(folder, 'hello-000');
  const { status, stderr } = spawnSync('go', ['build', '-o', first, 'hello.go'], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: '', GO111MODULE: 'off' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`go build failed: ${stderr}`);
  for (let number = 1; number < FILES; number += 1)
    copyFileSync(first, join(folder, `hello-${String(number).padStart(3, '0')}`));
  return first;
}
