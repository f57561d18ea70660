import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileSource } from '@gosymbols/bytes';
import { readElf, readNotes } from '@gosymbols/elf';
import { buildIdsOf } from '@gosymbols/gobinary';
import { provePair, splitFile } from '@gosymbols/split';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const KITCHEN = join(import.meta.dirname, '..', 'fixtures', 'programs', 'kitchen');
const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

interface Pair {
  readonly stripped: string;
  readonly debug: string;
}

/** Builds a changed copy of the program and splits it. */
async function build(
  name: string,
  change: (source: string) => string = (source) => source,
  args: readonly string[] = [],
): Promise<Pair> {
  const sources = folder.at('sources');
  cpSync(KITCHEN, sources, { recursive: true });
  writeFileSync(join(sources, 'main.go'), change(readFileSync(join(KITCHEN, 'main.go'), 'utf8')));
  const path = folder.at(name);
  output('go', ['build', '-buildvcs=false', '-o', path, ...args, '.'], {
    cwd: sources,
    env: { CGO_ENABLED: '0' },
  });
  const pair = { stripped: folder.at(`${name}.stripped`), debug: folder.at(`${name}.debug`) };
  await splitFile({
    path,
    strippedPath: pair.stripped,
    debugPath: pair.debug,
    strip: 'all',
    compress: 'none',
  });
  return pair;
}

/** Gives `debug` the build ID of `other`: now only its content tells. */
function forgeId(debug: string, other: string): void {
  const idOf = (path: string): { hex: string; descriptorOffset: number } => {
    using source = FileSource.open(path);
    const { gnu } = buildIdsOf(readNotes(readElf(source)));
    if (gnu === undefined) throw new Error(`${path} has no build ID`);
    return gnu;
  };
  const bytes = readFileSync(debug);
  bytes.set(Buffer.from(idOf(other).hex, 'hex'), idOf(debug).descriptorOffset);
  writeFileSync(debug, bytes);
}

describe('point 6 of the proof', () => {
  let right: Pair;
  beforeAll(async () => {
    right = await build('right');
  });

  test('accepts the debug file of this very build', async () => {
    const claim = await provePair(right.stripped, right.debug);
    expect(claim).toMatchObject({ point: 6, holds: true });
    expect(claim.detail).toMatch(/\d{4,} lines compared, all the same/);
  });

  test.each<[string, (source: string) => string, readonly string[], RegExp]>([
    [
      'one line more inside a function',
      (source) => source.replace('\tlabel := fmt', '\n\tlabel := fmt'),
      [],
      /lines differ/,
    ],
    [
      'one line more in the last function',
      (source) => source.replace('\tfmt.Println(labels', '\n\tfmt.Println(labels'),
      [],
      /lines differ/,
    ],
    [
      'one statement more',
      (source) => source.replace('\tlabel := fmt', '\tminutes += servings\n\tlabel := fmt'),
      [],
      /another build|pclntab says|lines differ/,
    ],
    [
      'a function renamed',
      (source) => source.replaceAll('cook(', 'fry('),
      [],
      /pclntab says main\.cook, DWARF says main\.fry/,
    ],
    ['other compiler flags', (source) => source, ['-gcflags=-l'], /another build|pclntab says|lines differ/],
  ])('refuses one with the same ID forced and %s', async (name, change, args, why) => {
    const wrong = await build(name.replaceAll(' ', '-'), change, args);
    forgeId(wrong.debug, right.debug);
    const claim = await provePair(right.stripped, wrong.debug);
    expect(claim).toMatchObject({ point: 6, holds: false });
    expect(claim.detail).toMatch(why);
  });
});
