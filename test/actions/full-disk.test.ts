import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { mayMount, tmpfs } from '../support/mounts.ts';
import { step } from './step.ts';
import { Workspace } from './workspace.ts';

/** Every action that writes, with what it writes on a disk that is full: the index of an earlier step is there. */
const ROWS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['baseline', { index: 'disk/gosymbols.json' }],
  ['build', { tool: 'go', 'out-dir': 'disk/built' }],
  ['fetch', { binary: 'dist/hello', 'out-dir': 'disk/debug', cache: 'none' }],
  ['gate', { index: 'disk/gosymbols.json' }],
  ['init', { binaries: 'disk/program', policy: 'disk/first.yml' }],
  ['join', { binary: 'dist/hello', debug: 'dist/hello.debug', out: 'disk/joined' }],
  ['pipeline', { tool: 'go', 'out-dir': 'disk/built' }],
  ['publish', { store: 'oci-layout:disk/store' }],
  ['report', { format: 'html', 'out-dir': 'disk' }],
  ['split', { binaries: 'whole/hello', 'out-dir': 'disk/split', wire: 'false' }],
  ['verify', { policy: 'policy.yml', index: 'disk/gosymbols.json' }],
];

describe.skipIf(!mayMount())('a full disk', () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace();
  });
  afterAll(() => workspace[Symbol.dispose]());

  test.each(ROWS)('%s: one annotation, nothing half done', async (verb, inputs) => {
    const { cwd, files } = workspace.copy();
    using disk = tmpfs(join(cwd, 'disk'), '3m');
    copyFileSync(join(cwd, 'whole/hello'), join(disk.path, 'program'));
    copyFileSync(join(cwd, 'dist/gosymbols.json'), join(disk.path, 'gosymbols.json'));
    fill(disk.path);
    const before = filesOf(cwd);
    const ran = await step({ verb, cwd, files, inputs });
    expect(ran.errors, ran.log).toEqual([expect.stringMatching(/no space left on (the )?device/)]);
    expect(ran.errors[0]).toMatch(/\. .+\. \[[A-Z_]+\]$/);
    expect(ran.status).toBe(3);
    expect(filesOf(cwd)).toEqual(before);
  });

  test('the runner’s own files cannot be written', async () => {
    const { cwd, files } = workspace.copy();
    using disk = tmpfs(files, '64k');
    const ran = await step({
      verb: 'inspect',
      cwd,
      files,
      inputs: { binaries: 'dist/hello' },
      started: () => fill(disk.path),
    });
    expect(ran.errors, ran.log).toEqual([expect.stringMatching(/no space left on the device/)]);
    expect(ran.status).toBe(3);
  });
});

/** A folder that was made and stays empty harms nobody. */
function filesOf(folder: string): unknown {
  return Object.fromEntries(Object.entries(stateOf(folder)).filter(([, content]) => content !== 'folder'));
}

/** To the last byte. */
function fill(folder: string): void {
  for (const size of [4096, 1]) {
    try {
      for (let at = 0; ; at++) writeFileSync(join(folder, `fill-${size}-${at}`), Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
