import type { DebugCompression, StripMode } from './pair.ts';

/** What to make of a binary. */
export interface SplitRequest {
  readonly strip: StripMode;
  readonly compress: DebugCompression;
  /** Base name that `.gnu_debuglink` carries: the debug file's own. */
  readonly debugName: string;
  readonly repair?: RepairedId | undefined;
}

/** A new descriptor for the GNU build ID note, of the old one's length, and the file offset where it stands. */
export interface RepairedId {
  readonly descriptorOffset: number;
  readonly descriptor: Uint8Array;
}
