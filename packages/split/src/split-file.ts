import { randomBytes } from 'node:crypto';
import { fstatSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FileSource, FormatError } from '@gosymbols/bytes';
import { readElf } from '@gosymbols/elf';
import type { DebugCompression, DebugFileRecord, FileRecord, SplitProof, StripMode } from './pair.ts';
import { planDebug } from './plan-debug.ts';
import { planStripped } from './plan-stripped.ts';
import { proveSplit } from './proof/prove.ts';
import { putInPlace } from './put-in-place.ts';
import { recompress } from './recompress.ts';
import type { SplitRequest } from './request.ts';
import { assertSplittable } from './splittable.ts';
import { assertUnchanged, seen } from './unchanged.ts';
import { withFile, withTarget } from './with-file.ts';
import { writePlanned } from './write-file.ts';

export interface SplitOptions {
  /** The binary as built; left as it is unless `strippedPath` is the same path. */
  readonly path: string;
  readonly strippedPath: string;
  readonly debugPath: string;
  readonly strip: StripMode;
  readonly compress: DebugCompression;
  readonly repair?: SplitRequest['repair'];
  readonly signal?: AbortSignal;
  /** Called at each stage, for progress. */
  readonly onStage?: (stage: 'write debug file' | 'write stripped file' | 'prove') => void;
}

export interface SplitResult {
  readonly original: { readonly size: number; readonly digest: string };
  readonly stripped: FileRecord;
  readonly debug: DebugFileRecord;
  readonly proof: SplitProof;
}

/**
 * Splits one binary: both halves are written beside their targets, proven against the original, and only then renamed
 * into place, the debug file first. Their folders must exist. Whatever happens before, targets and original are as they were.
 * @throws FormatError when the file cannot be split or the proof fails (code `SPLIT_PROOF`)
 */
export async function splitFile(options: SplitOptions): Promise<SplitResult> {
  const { path, strippedPath, debugPath, signal } = options;
  using source = FileSource.open(path);
  const before = seen(source.fd);
  const scratch = mkdtempSync(join(tmpdir(), 'gosymbols-'));
  const drafts: string[] = [];
  const draftOf = (target: string): string => {
    // A name of 255 bytes must still find room for the rest.
    const start = basename(target).slice(0, 48);
    const draft = join(dirname(target), `.${start}.${randomBytes(6).toString('hex')}.tmp`);
    drafts.push(draft);
    return draft;
  };
  try {
    const elf = readElf(source);
    assertSplittable(elf);
    const request: SplitRequest = { ...options, debugName: basename(debugPath) };
    const stat = fstatSync(source.fd);
    const [debugDraft, strippedDraft] = [draftOf(debugPath), draftOf(strippedPath)];
    options.onStage?.('write debug file');
    const debugPlan = planDebug(elf, request, await recompress(elf, options.compress, scratch, signal));
    const debug = await writePlanned(elf, debugPlan, debugDraft, 0o644, signal).catch(naming(debugPath));
    options.onStage?.('write stripped file');
    const strippedPlan = planStripped(elf, request, debug.crc32);
    const mode = stat.mode & 0o7777;
    const stripped = await writePlanned(elf, strippedPlan, strippedDraft, mode, signal).catch(
      naming(strippedPath),
    );
    options.onStage?.('prove');
    const { proof, digests } = await proveSplit({
      original: path,
      stripped: strippedDraft,
      debug: debugDraft,
      strippedPlan,
      debugPlan,
      ...pick(options),
    });
    assertUnchanged(path, before);
    if (!proof.holds) throw proofError(proof, path);
    signal?.throwIfAborted();
    utimesSync(strippedDraft, stat.atime, stat.mtime);
    putInPlace(
      { draft: debugDraft, target: debugPath },
      { draft: strippedDraft, target: strippedPath },
      draftOf(debugPath),
    );
    return {
      original: { size: source.size, digest: digests.original },
      stripped: { path: strippedPath, size: stripped.size, digest: digests.stripped },
      debug: { path: debugPath, ...debug, digest: digests.debug, compression: options.compress },
      proof,
    };
  } catch (error) {
    // What looks damaged may have been written to while it was read.
    if (error instanceof FormatError) assertUnchanged(path, before);
    throw withFile(error, path);
  } finally {
    for (const draft of drafts) rmSync(draft, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A draft is nobody's business: errors name what it was to become. */
function naming(target: string): (error: unknown) => never {
  return (error) => {
    throw withTarget(error, target);
  };
}

function pick({ repair, signal }: SplitOptions): {
  repair?: NonNullable<SplitRequest['repair']>;
  signal?: AbortSignal;
} {
  return { ...(repair === undefined ? {} : { repair }), ...(signal === undefined ? {} : { signal }) };
}

function proofError(proof: SplitProof, path: string): FormatError {
  const failed = proof.claims.filter((claim) => !claim.holds);
  const text = failed.map((claim) => `point ${claim.point} (${claim.id}): ${claim.detail}`).join('; ');
  const disagrees = failed.every((claim) => claim.id === 'agreement');
  return new FormatError(`the split does not prove itself, nothing was replaced: ${text}`, {
    code: 'SPLIT_PROOF',
    kind: disagrees ? 'malformed' : 'unsupported',
    file: path,
    value: failed.map((claim) => claim.id).join(', '),
    next: disagrees
      ? 'The DWARF of this file is damaged, or not of this build; build it again.'
      : 'Please report this file: it should not happen.',
  });
}
