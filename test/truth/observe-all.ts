import { FileSource } from '@gosymbols/bytes';
import { readElf } from '@gosymbols/elf';
import { readPclntab } from '@gosymbols/gobinary';
import { goProgram } from '../support/go-programs.ts';
import { delve } from '../support/tools.ts';
import type { Column } from './files.ts';
import { observeDelve } from './observe/delve.ts';
import { observeCore, observeGdb } from './observe/gdb.ts';
import { observeGoTools } from './observe/go-tools.ts';
import { type Asked, graded, type Observation } from './observe/observation.ts';
import { observePerf, observeUprobes } from './observe/perf.ts';
import { observeCrash, observePclntabReader, observeProfile } from './observe/runtime.ts';
import type { Subject } from './subjects.ts';

/** Debian's Delve: the old one that people have. */
export const OLD_DELVE = '/usr/bin/dlv';

/** Has every consumer do what its capability stands for; keyed by capability, and `delve-old` for the old Delve. */
export async function observeAll(
  subject: Subject,
  column: Column,
  folder: string,
): Promise<Record<string, Observation>> {
  const asked: Asked = {
    cell: {
      file: column.file,
      folder,
      ...(column.published === undefined ? {} : { published: column.published }),
    },
    marks: subject.marks(),
    sibling: column.sibling,
    go: subject.go,
    env: subject.env,
  };
  const reader = goProgram({ name: 'pclntab-reader', program: 'pclntab-reader' });
  const { observed, core } = await observeCrash(asked);
  return {
    ...observed,
    ...(core === undefined
      ? { 'core-dump': graded({ 'a core': false }, 'the kernel wrote no core') }
      : await observeCore(asked, core)),
    ...(await observeProfile(asked)),
    ...(await observeGoTools(asked)),
    ...(await observePerf(asked)),
    ...(await observeUprobes(asked)),
    ...(await observeGdb(asked)),
    ...(await observePclntabReader(asked, reader, addressOf(column.file, asked.marks.stop.function))),
    delve: await observeDelve(delve(), asked),
    'delve-old': await observeDelve(OLD_DELVE, asked),
  };
}

function addressOf(file: string, name: string): bigint | undefined {
  using source = FileSource.open(file);
  const table = readPclntab(readElf(source));
  for (let index = 0; index < (table?.count ?? 0); index += 1) {
    if (table?.functionAt(index).name === name) return table.entryAt(index);
  }
  return undefined;
}
