import { createHash } from 'node:crypto';
import { type ByteSource, toHex } from '@gosymbols/bytes';
import { type Note, NT_GNU_BUILD_ID, NT_GO_BUILD_ID } from '@gosymbols/elf';

export interface NoteBuildIds {
  readonly gnu?: { readonly hex: string; readonly descriptorOffset: number };
  readonly go?: string;
}

/** The build IDs that the notes carry: owner `GNU` type 3 and owner `Go` type 4. The first of each counts. */
export function buildIdsOf(notes: readonly Note[]): NoteBuildIds {
  const gnu = notes.find(
    (note) => note.owner === 'GNU' && note.type === NT_GNU_BUILD_ID && note.descriptor.length > 0,
  );
  const go = notes.find((note) => note.owner === 'Go' && note.type === NT_GO_BUILD_ID);
  return {
    ...(gnu === undefined
      ? {}
      : { gnu: { hex: toHex(gnu.descriptor), descriptorOffset: gnu.descriptorOffset } }),
    ...(go === undefined ? {} : { go: Buffer.from(go.descriptor).toString('utf8').replace(/\0+$/, '') }),
  };
}

/**
 * The GNU ID that the Go linker derives from `-buildid` (`-B gobuildid`): SHA-256 with its first byte inverted,
 * cut to 20 bytes (Go's cmd/internal/hash Sum32 and cmd/link/internal/ld/elf.go).
 */
export function gnuIdOfGoId(goId: string): string {
  const sum = createHash('sha256').update(goId, 'utf8').digest();
  sum[0] = (sum[0] ?? 0) ^ 0xff;
  return sum.subarray(0, 20).toString('hex');
}

/**
 * Why this file's GNU ID cannot tell its build from another, or undefined where it can.
 * The `go` command rewrites the content part of the Go ID after linking, so in an ordinary build the GNU ID cannot be
 * derived from the final Go ID; that it can shows an ID fixed on the command line (rules_go passes `redacted`).
 */
export function constantIdReason(ids: NoteBuildIds): string | undefined {
  if (ids.go === 'redacted')
    return 'the Go build ID is `redacted`: every binary linked this way has the same ID';
  if (ids.gnu === undefined) return undefined;
  if (/^(00)+$/.test(ids.gnu.hex)) return 'the GNU build ID is all zero';
  if (ids.gnu.hex === gnuIdOfGoId('redacted')) return 'the GNU build ID is that of `-buildid=redacted`';
  if (ids.go !== undefined && ids.gnu.hex === gnuIdOfGoId(ids.go)) {
    return 'the GNU build ID is the hash of a Go build ID that was fixed by `-buildid`: other builds can share it';
  }
  return undefined;
}

/**
 * File ID as OpenTelemetry profiling and Datadog compute it: SHA-256 over the first 4096 bytes, the last 4096 bytes
 * and the length as 8 big-endian bytes; first 16 bytes of the digest, in hex.
 */
export function fileIdOf(source: ByteSource): string {
  const part = Math.min(4096, source.size);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(source.size));
  return createHash('sha256')
    .update(source.read(0, part))
    .update(source.read(source.size - part, part))
    .update(length)
    .digest('hex')
    .slice(0, 32);
}
