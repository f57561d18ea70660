/** What the stripped file keeps: nothing but what runs, the symbol table too, or everything. */
export type StripMode = 'all' | 'dwarf' | 'none';
/** How debug sections are stored in the debug file. `keep` leaves each as the linker wrote it. */
export type DebugCompression = 'none' | 'zlib' | 'zstd' | 'keep';

export interface FileRecord {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** `sha256:<64 hex digits>`. */
  readonly digest: string;
}

export interface DebugFileRecord extends FileRecord {
  /** CRC-32 (IEEE) of the whole file: what `.gnu_debuglink` of the stripped file carries. */
  readonly crc32: number;
  readonly compression: DebugCompression;
}

/** One point of the split proof (see docs/split-proof.md). */
export interface Claim {
  readonly point: 1 | 2 | 3 | 4 | 5 | 6;
  readonly id:
    | 'loaded-bytes'
    | 'load-layout'
    | 'section-placement'
    | 'debug-content'
    | 'identity'
    | 'agreement';
  readonly holds: boolean;
  /** One sentence with the figures, or what differs and where. */
  readonly detail: string;
}

export interface SplitProof {
  readonly holds: boolean;
  readonly claims: readonly Claim[];
}
