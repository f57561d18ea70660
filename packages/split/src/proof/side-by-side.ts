import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ByteSource } from '@gosymbols/bytes';
import type { Range } from './loaded-bytes.ts';

export interface SideBySide {
  /** The first byte that differs inside the ranges, in words; undefined where none does. */
  readonly difference: string | undefined;
  /** Bytes compared. */
  readonly compared: number;
  readonly digests: { readonly original: string; readonly stripped: string };
}

const STEP = 256 * 1024;
/** Lets signals in once in so many steps. */
const BREATHE = 64;

/**
 * Reads two files once, front to back: compares them inside `ranges` but outside `allowed`, and takes both digests.
 * @param ranges ascending, without overlap
 */
export async function readSideBySide(
  original: ByteSource,
  stripped: ByteSource,
  ranges: readonly Range[],
  allowed: readonly Range[],
  signal?: AbortSignal,
): Promise<SideBySide> {
  const [before, after] = [Buffer.allocUnsafeSlow(STEP), Buffer.allocUnsafeSlow(STEP)];
  const hashes = [createHash('sha256'), createHash('sha256')] as const;
  let difference: string | undefined;
  let compared = 0;
  for (let at = 0, step = 0; at < Math.max(original.size, stripped.size); at += STEP, step += 1) {
    const left = fill(before, original, at);
    const right = fill(after, stripped, at);
    hashes[0].update(left);
    hashes[1].update(right);
    for (const range of ranges) {
      const from = Math.max(range.from, at) - at;
      const to = Math.min(range.to, at + STEP) - at;
      if (from >= to || difference !== undefined) continue;
      difference = compare(left, right, from, to, at, allowed);
      compared += to - from;
    }
    if (step % BREATHE !== BREATHE - 1) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  const [ofOriginal, ofStripped] = hashes.map((hash) => `sha256:${hash.digest('hex')}`);
  return { difference, compared, digests: { original: ofOriginal ?? '', stripped: ofStripped ?? '' } };
}

function fill(buffer: Buffer, source: ByteSource, at: number): Buffer {
  const view = buffer.subarray(0, Math.max(0, Math.min(STEP, source.size - at)));
  if (view.length > 0) source.readInto(view, at);
  return view;
}

function compare(
  left: Buffer,
  right: Buffer,
  from: number,
  to: number,
  at: number,
  allowed: readonly Range[],
): string | undefined {
  if (right.length < to) return `the stripped file ends at ${at + right.length}, inside loaded bytes`;
  if (left.compare(right, from, to, from, to) === 0) return undefined;
  for (let index = from; index < to; index += 1) {
    if (left[index] === right[index]) continue;
    const offset = at + index;
    if (allowed.some((range) => offset >= range.from && offset < range.to)) continue;
    return `byte ${offset} differs: ${left[index]} in the original, ${right[index]} in the stripped file`;
  }
  return undefined;
}
