import { cpSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inspectFile } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import { expect, test } from 'vitest';
import { mayMount } from '../support/mounts.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';
import { goroot, sourceOf } from './landmarks.ts';
import { disagreements, rowsOf } from './rows.ts';
import { TOOLCHAINS } from './subjects.ts';

/** The newest Go that garble 0.15 takes; garble looks for its `go` on the PATH and switches to no other. */
const GO = 'go1.25.4';

const cannot =
  lacks('garble', 'gdb', 'dlv', 'dlv-1.20', 'perf', 'bpftrace', 'govulncheck', 'readelf') || !mayMount();

test.skipIf(cannot)('garbled: level D0, and no tool can do what we say it cannot', async () => {
  using folder = scratch();
  const subject = TOOLCHAINS.find(({ name }) => name === GO);
  if (subject === undefined) throw new Error(`no subject of ${GO}`);
  const source = folder.at('source');
  cpSync(dirname(sourceOf('truth')), source, { recursive: true });
  const file = folder.at('program');
  const PATH = [join(goroot('go', subject.env), 'bin'), process.env['PATH']].join(delimiter);
  output('garble', ['build', '-o', file, '.'], {
    cwd: source,
    env: { PATH, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' },
  });
  expect(levelOf(await inspectFile(file)).level).toBe('D0');
  const rows = await rowsOf(
    subject,
    { mode: 'garbled', file, sibling: subject.sibling('') },
    folder.at('cell'),
  );
  expect(rows.map(({ id, observation }) => [id, observation.holds])).toEqual(
    rows.map(({ id }) => [id, 'no']),
  );
  expect(disagreements(rows)).toEqual([]);
});
