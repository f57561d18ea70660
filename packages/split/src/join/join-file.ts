import { randomBytes } from 'node:crypto';
import { fstatSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FileSource, FormatError } from '@gosymbols/bytes';
import { readElf } from '@gosymbols/elf';
import type { Claim, DebugCompression, FileRecord } from '../pair.ts';
import { recompress } from '../recompress.ts';
import { withFile, withTarget } from '../with-file.ts';
import { writePlanned } from '../write-file.ts';
import { assertApart } from './assert-apart.ts';
import { matchHalves } from './match-halves.ts';
import { planJoin } from './plan-join.ts';
import { proveHalves } from './prove-halves.ts';
import { proveJoin } from './prove-join.ts';

export interface JoinOptions {
  readonly strippedPath: string;
  readonly debugPath: string;
  /** Neither of the two; a file that is there is replaced. */
  readonly outPath: string;
  /** How debug sections are stored in the full file; `keep`: as they are in the debug file. */
  readonly compress: DebugCompression;
  readonly signal?: AbortSignal;
  /** Called at each stage, for progress. */
  readonly onStage?: (stage: 'check the pair' | 'write' | 'prove') => void;
  /** Called once the pair is proven, before anything is written: the folder of `outPath` must be there then. */
  readonly makeFolder?: (path: string) => Promise<void>;
}

export interface JoinResult {
  readonly full: FileRecord;
  /** Point 6 of the split proof, for all functions. */
  readonly agreement: Claim;
}

/**
 * Joins the halves of a split to one full file. The pair is proven first; the file is written beside its target, read
 * back, compared with both halves and only then renamed into place, with the mode of the stripped file.
 * @throws FormatError when the pair does not fit (kind `request`) or a file is damaged
 */
export async function joinFile(options: JoinOptions): Promise<JoinResult> {
  const { strippedPath, debugPath, outPath, signal } = options;
  using stripped = FileSource.open(strippedPath);
  using debug = FileSource.open(debugPath);
  assertApart(outPath, { binary: strippedPath, debug: debugPath });
  options.onStage?.('check the pair');
  const halves = matchHalves(readElf(stripped), readElf(debug));
  const draft = join(dirname(outPath), `.${basename(outPath)}.${randomBytes(6).toString('hex')}.tmp`);
  const scratch = mkdtempSync(join(tmpdir(), 'gosymbols-'));
  try {
    const agreement = await proveHalves(halves, signal);
    options.onStage?.('write');
    const plan = planJoin(
      halves,
      options.compress,
      await recompress(halves.debug, options.compress, scratch, signal),
    );
    await options.makeFolder?.(dirname(outPath));
    const mode = fstatSync(stripped.fd).mode & 0o7777;
    const { size } = await writePlanned(halves.stripped, plan, draft, mode, signal);
    options.onStage?.('prove');
    const { digest, difference } = await proveJoin(halves, plan, draft, signal);
    if (difference !== undefined) throw notProven(difference, strippedPath);
    signal?.throwIfAborted();
    renameSync(draft, outPath);
    return { full: { path: realpathSync(outPath), size, digest }, agreement };
  } catch (error) {
    // A draft is nobody's business, and what comes out of a compressed section has no name.
    const named = error instanceof FormatError && error.file !== undefined && error.file !== draft;
    throw named ? error : withTarget(withFile(error, debugPath), outPath);
  } finally {
    rmSync(draft, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

function notProven(difference: string, path: string): FormatError {
  return new FormatError(`the full file does not prove itself, nothing was written: ${difference}`, {
    code: 'JOIN_PROOF',
    kind: 'unsupported',
    file: path,
    next: 'Please report this pair: it should not happen.',
  });
}
