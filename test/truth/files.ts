import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileSource } from '@gosymbols/bytes';
import { readElf, readNotes } from '@gosymbols/elf';
import { buildIdsOf } from '@gosymbols/gobinary';
import { joinFile, type StripMode, splitFile } from '@gosymbols/split';
import type { Subject } from './subjects.ts';

/** One column of the matrix: a file, and the debug file that stands under its build ID. */
export interface Column {
  readonly mode: string;
  readonly file: string;
  readonly debug?: string;
  /** A tree as /usr/lib/debug has it. */
  readonly published?: string;
  /** Another program's file of the same mode. */
  readonly sibling: string;
}

/** What people do to a binary, each done to `subject`, in `folder`. Modes that its build IDs cannot have are left out. */
export async function columnsOf(subject: Subject, folder: string): Promise<readonly Column[]> {
  const linked = (mode: string, ldflags: string): Column => ({
    mode,
    file: subject.build(ldflags),
    sibling: subject.sibling(ldflags),
  });
  const whole = linked('nothing stripped', '');
  const all = await halves(whole, folder, 'all');
  const kept = await halves(whole, folder, 'dwarf');
  const columns: Column[] = [
    whole,
    linked('`-ldflags=-w`', '-w'),
    linked('`-ldflags="-s -w"`', '-s -w'),
    linked('`-ldflags="-s -w=0"`', '-s -w=0'),
    { mode: 'split', file: all.stripped, sibling: whole.sibling },
    { mode: 'split, `.symtab` kept', file: kept.stripped, sibling: whole.sibling },
    await joined(all, whole, folder),
    linked('no Go build ID', '-buildid='),
    linked('constant build ID', '-buildid=redacted'),
    linked('constant build ID, `-s -w`', '-buildid=redacted -s -w'),
  ];
  const id = gnuIdOf(whole.file);
  if (id === undefined) return columns;
  const other = await halves({ ...whole, file: whole.sibling }, join(folder, 'other'), 'all');
  return [
    ...columns,
    {
      mode: 'split, debug file published',
      file: all.stripped,
      debug: all.debug,
      published: tree(join(folder, 'tree-all'), id, all.debug),
      sibling: whole.sibling,
    },
    {
      mode: 'split, `.symtab` kept, debug file published',
      file: kept.stripped,
      debug: kept.debug,
      published: tree(join(folder, 'tree-kept'), id, kept.debug),
      sibling: whole.sibling,
    },
    {
      mode: "split, another program's debug file published",
      file: all.stripped,
      debug: other.debug,
      published: tree(join(folder, 'tree-other'), id, other.debug),
      sibling: whole.sibling,
    },
  ];
}

interface Halves {
  readonly stripped: string;
  readonly debug: string;
}

async function halves({ file }: Column, folder: string, strip: StripMode): Promise<Halves> {
  const stripped = join(folder, strip, 'program');
  // Not beside the stripped file: there a debugger would find it by its debug link.
  const debug = join(folder, `${strip}-debug`, 'program.debug');
  for (const path of [stripped, debug]) mkdirSync(dirname(path), { recursive: true });
  await splitFile({ path: file, strippedPath: stripped, debugPath: debug, strip, compress: 'none' });
  return { stripped, debug };
}

async function joined({ stripped, debug }: Halves, whole: Column, folder: string): Promise<Column> {
  const file = join(folder, 'joined', 'program');
  mkdirSync(dirname(file), { recursive: true });
  await joinFile({ strippedPath: stripped, debugPath: debug, outPath: file, compress: 'keep' });
  return { mode: 'split and joined again', file, sibling: whole.sibling };
}

function tree(folder: string, id: string, debug: string): string {
  const path = join(folder, '.build-id', id.slice(0, 2), `${id.slice(2)}.debug`);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(debug, path);
  return folder;
}

function gnuIdOf(file: string): string | undefined {
  using source = FileSource.open(file);
  return buildIdsOf(readNotes(readElf(source))).gnu?.hex;
}
