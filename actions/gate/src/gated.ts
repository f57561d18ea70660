import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { matchFiles, RequestError } from '@gosymbols/host';
import { type BinaryFacts, inspectFile, isDebugFile } from '@gosymbols/inspect';
import { type Digest, digestOfFile } from '@gosymbols/oci';
import { resolveBeside, type SymbolIndex } from '@gosymbols/record';

/** One Go binary that ships. */
export interface Gated {
  readonly name: string;
  /** Of the file that ships. */
  readonly facts: BinaryFacts;
  /** Where it can be read; undefined where only an index knows it. */
  readonly file: string | undefined;
  /** What an index says that its debug file is. */
  readonly debugDigest: string | undefined;
  /** The index's split proved this very file with that debug file. */
  readonly proven: boolean;
  /** Digest of the file that ships, as an index says; undefined where none does. */
  readonly shippedDigest?: string | undefined;
  /** The image that it is in: its name, and the digests that stand for it. */
  readonly image?: { readonly name: string; readonly digests: readonly Digest[] } | undefined;
  /** Set when the file on disk is not the one that the index recorded. */
  readonly changed: boolean;
}

/** Go programs for Linux among the files. */
export async function gatedBinaries(
  patterns: readonly string[],
  cwd: string,
  index: SymbolIndex | undefined,
): Promise<readonly Gated[]> {
  const gated: Gated[] = [];
  for (const { path, named } of await matchFiles(patterns, cwd)) {
    const file = resolve(cwd, path);
    const facts = await inspectFile(file);
    if (isGated(facts)) gated.push(await gatedFile({ name: path, file, facts }, index));
    else if (named) {
      throw new RequestError(`${path} is not a Go program for Linux (${whatElse(facts)})`, {
        code: 'NOT_A_GO_BINARY',
        next: 'Name the binaries that ship, or a glob: what is no Go program is passed over then.',
      });
    }
  }
  return gated;
}

/** A file at hand; with an index, its record of the same shipped bytes gives the debug digest. */
export async function gatedFile(
  { name, file, facts }: { readonly name: string; readonly file: string; readonly facts: BinaryFacts },
  index: SymbolIndex | undefined,
): Promise<Gated> {
  const record = index?.binaries.find(({ split }) => split?.after.buildIds.file === facts.buildIds.file);
  const isSame =
    record?.split !== undefined && (await digestOfFile(file)).digest === record.split.stripped.digest;
  return {
    name,
    facts,
    file,
    debugDigest: record?.split?.debug?.digest,
    proven: isSame && record.split?.proof.holds === true,
    changed: false,
  };
}

/** Binaries of an index, read again where they are at hand. */
export async function gatedOfIndex(index: SymbolIndex, indexPath: string): Promise<readonly Gated[]> {
  const gated: Gated[] = [];
  for (const { name, path, before, split } of index.binaries) {
    const recorded = split?.after ?? before;
    const place = resolveBeside(indexPath, split?.stripped.path ?? path);
    const file = (await isFile(place)) ? place : undefined;
    const facts = file === undefined ? recorded : await inspectFile(file);
    if (!isGated(facts)) continue;
    const isSame =
      file === undefined || split === undefined
        ? facts.buildIds.file === recorded.buildIds.file
        : (await digestOfFile(file)).digest === split.stripped.digest;
    gated.push({
      name: name === '' ? basename(place) : name,
      facts,
      file,
      debugDigest: split?.debug?.digest,
      shippedDigest: split?.stripped.digest,
      proven: isSame && split?.proof.holds === true,
      changed: !isSame,
    });
  }
  return gated;
}

/** A Go program for Linux: what has symbols that somebody will need. The debug files beside it are none. */
export function isGated(facts: BinaryFacts): boolean {
  return (
    facts.kind === 'elf' &&
    !isDebugFile(facts) &&
    (facts.go !== undefined || facts.pclntab !== undefined || facts.buildIds.go !== undefined)
  );
}

function whatElse(facts: BinaryFacts): string {
  if (facts.kind !== 'elf') return facts.kind;
  return isDebugFile(facts) ? 'a debug file' : 'ELF, not Go';
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
