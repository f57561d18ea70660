import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { matchFiles, RequestError } from '@gosymbols/host';
import { type BinaryFacts, inspectFile } from '@gosymbols/inspect';
import { resolveBeside, type SymbolIndex } from '@gosymbols/record';

/** One Go binary that ships. */
export interface Gated {
  readonly name: string;
  /** Of the file that ships. */
  readonly facts: BinaryFacts;
  /** What an index says that its debug file is. */
  readonly debugDigest: string | undefined;
  /** Set when the file on disk is not the one that the index recorded. */
  readonly changed: boolean;
}

/** Go programs for Linux among the files; with an index, its record of the same shipped bytes gives the debug digest. */
export async function gatedBinaries(
  patterns: readonly string[],
  cwd: string,
  index: SymbolIndex | undefined,
): Promise<readonly Gated[]> {
  const gated: Gated[] = [];
  for (const { path, named } of await matchFiles(patterns, cwd)) {
    const facts = await inspectFile(resolve(cwd, path));
    if (isGated(facts)) {
      const record = index?.binaries.find(({ split }) => split?.after.buildIds.file === facts.buildIds.file);
      gated.push({ name: path, facts, debugDigest: record?.split?.debug?.digest, changed: false });
    } else if (named) {
      throw new RequestError(
        `${path} is not a Go program for Linux (${facts.kind === 'elf' ? 'ELF, not Go' : facts.kind})`,
        {
          code: 'NOT_A_GO_BINARY',
          next: 'Name the binaries that ship, or a glob: what is no Go program is passed over then.',
        },
      );
    }
  }
  return gated;
}

/** Binaries of an index, read again where they are at hand. */
export async function gatedOfIndex(index: SymbolIndex, indexPath: string): Promise<readonly Gated[]> {
  const gated: Gated[] = [];
  for (const { name, path, before, split } of index.binaries) {
    const recorded = split?.after ?? before;
    const file = resolveBeside(indexPath, split?.stripped.path ?? path);
    const facts = (await isFile(file)) ? await inspectFile(file) : recorded;
    if (!isGated(facts)) continue;
    gated.push({
      name: name === '' ? basename(file) : name,
      facts,
      debugDigest: split?.debug?.digest,
      changed: facts.buildIds.file !== recorded.buildIds.file,
    });
  }
  return gated;
}

function isGated(facts: BinaryFacts): boolean {
  return (
    facts.kind === 'elf' &&
    (facts.go !== undefined || facts.pclntab !== undefined || facts.buildIds.go !== undefined)
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
