import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { faultOf, type Host, matchFiles, RequestError } from '@gosymbols/host';
import { type BinaryFacts, inspectFile, isDebugFile } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import {
  type BinaryRecord,
  readIndex,
  resolveBeside,
  type SymbolIndex,
  spellBeside,
  uniqueNames,
} from '@gosymbols/record';
import type { SplitVerbRequest } from './request.ts';

/** A binary to split, with where its halves go. */
export interface Candidate {
  readonly record: BinaryRecord;
  /** Path of the binary as it is now, links resolved: replacing a link would leave the file it points at. */
  readonly path: string;
  readonly strippedPath: string;
  readonly debugPath: string;
  /** Split in an earlier step, e.g. by a hook of GoReleaser's, and the file is still what that left. */
  readonly isSplit: boolean;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** Errors of files that could not be read; the others are split all the same. */
  readonly unreadable: readonly unknown[];
  readonly base: SymbolIndex | undefined;
  readonly indexPath: string;
}

const NOT_SPLIT: readonly string[] = ['mach-o', 'pe', 'wasm'];

export async function findCandidates(request: SplitVerbRequest, host: Host): Promise<Candidates> {
  const base = request.index === undefined ? undefined : await readIndex(request.index);
  const unreadable: unknown[] = [];
  const found =
    base === undefined
      ? await fromFiles(request, host, unreadable)
      : await fromIndex(base, request.index ?? '', host);
  const first = found[0];
  if (first === undefined && unreadable.length > 0) throw unreadable[0];
  if (first === undefined)
    throw new RequestError('there is no binary to split', {
      code: 'NO_BINARIES',
      next: 'Name the binaries that the build wrote.',
    });
  const outDir =
    request.outDir ??
    (request.index !== undefined
      ? dirname(request.index)
      : request.inPlace
        ? dirname(first.path)
        : 'dist/split');
  const indexPath = request.index ?? join(outDir, 'gosymbols.json');
  const names = uniqueNames(
    found.map(({ facts, name }) => ({ base: name ?? basename(facts.path), platform: facts.platform })),
  );
  const candidates = found.map(({ path, facts, record }, position): Candidate => {
    const name = names[position] ?? basename(path);
    const strippedPath = request.inPlace ? path : join(outDir, name);
    if (!request.inPlace && resolve(strippedPath) === resolve(path)) throw wouldOverwrite(path);
    return {
      path,
      strippedPath,
      debugPath: join(outDir, `${name}.debug`),
      isSplit: record?.split?.after.buildIds.file === facts.buildIds.file,
      record: record ?? {
        name,
        path: spellBeside(indexPath, path),
        ...(facts.platform === undefined ? {} : { platform: facts.platform }),
        producer: { tool: 'unknown' },
        before: facts,
        levelBefore: levelOf(facts).level,
      },
    };
  });
  return { candidates, unreadable, base, indexPath };
}

interface Found {
  readonly path: string;
  readonly facts: BinaryFacts;
  readonly name?: string;
  readonly record?: BinaryRecord;
}

async function fromFiles(request: SplitVerbRequest, host: Host, unreadable: unknown[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const file of await matchFiles(request.binaries, host.cwd)) {
    const facts = await inspectFile(file.path, { signal: host.signal }).catch((error: unknown) => {
      if (host.signal.aborted || faultOf(error).status === 2) throw error;
      unreadable.push(error);
    });
    if (facts === undefined || (facts.kind !== 'elf' && !file.named)) continue;
    // A folder that was split before holds debug files too: there is nothing to split off them.
    if (!file.named && isDebugFile(facts)) continue;
    if (facts.kind !== 'elf') throw notSplittable(file.path, facts);
    found.push({ path: realpathSync(file.path), facts });
  }
  return found;
}

async function fromIndex(index: SymbolIndex, indexPath: string, host: Host): Promise<Found[]> {
  const found: Found[] = [];
  for (const record of index.binaries) {
    const path = realpathSync(resolveBeside(indexPath, record.path));
    found.push({ path, name: record.name, facts: await inspectFile(path, { signal: host.signal }), record });
  }
  return found;
}

function wouldOverwrite(path: string): RequestError {
  return new RequestError(`${path} would be overwritten by its own stripped half`, {
    code: 'OUT_DIR_IS_INPUT',
    next: 'Choose another --out-dir, or say --in-place.',
  });
}

function notSplittable(path: string, facts: BinaryFacts): RequestError {
  const { kind } = facts;
  const what =
    kind === 'empty'
      ? 'is empty'
      : NOT_SPLIT.includes(kind)
        ? `is a ${kind} file; only ELF files are split`
        : 'is not an ELF file';
  return new RequestError(`${path}: ${what}`, {
    code: 'NOT_ELF',
    next: 'Name a Linux or BSD binary that the build wrote.',
  });
}
