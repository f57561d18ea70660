import type { Parts } from '../report.ts';

/** A size on both sides, in bytes. */
export interface Delta {
  readonly before: number;
  readonly after: number;
  /** `after` less `before`. */
  readonly bytes: number;
}

/** A package that is on either side, and moved. */
export interface PackageDelta extends Delta {
  readonly path: string;
  readonly module?: string;
}

/** A module that buildinfo lists otherwise than before. Versions as `go version -m` prints them; a replaced module's has what replaces it. */
export interface ModuleChange {
  readonly path: string;
  /** Absent: it was added. */
  readonly before?: string;
  /** Absent: it is gone. */
  readonly after?: string;
  /** What its packages grew by, where packages are compared. */
  readonly bytes?: number;
}

/** Why two builds are not like each other. Codes are stable. */
export interface Difference {
  readonly code: 'toolchain' | 'flags' | 'platform' | 'method' | 'strip' | 'wire-method' | 'compression';
  /** What was on either side, in a few words. */
  readonly message: string;
}

/** Two builds of one binary, side by side. */
export interface SizeComparison {
  readonly disk: Delta;
  readonly loaded: Delta;
  /** Absent where either side has none, or was compressed by another method. */
  readonly wire?: Delta;
  /** These sum to `disk`, on every column. */
  readonly parts: Readonly<Record<keyof Parts, Delta>>;
  /** Those that moved, the largest movement first; absent where the two were not named by one method. */
  readonly packages?: readonly PackageDelta[];
  readonly modules: readonly ModuleChange[];
  /** Reasons other than the code for what moved; empty: like is compared with like. */
  readonly differences: readonly Difference[];
  /** False for another platform: nothing can be learnt from the numbers. */
  readonly comparable: boolean;
  /** The file grew or shrank by no more than noise. */
  readonly isNoise: boolean;
}
