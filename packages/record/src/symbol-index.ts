import type { BinaryFacts, Platform } from '@gosymbols/inspect';
import type { Finding, Level, Verdict } from '@gosymbols/policy';
import type { PackageSizes, SizeReport } from '@gosymbols/size';
import type { DebugFileRecord, FileRecord, SplitProof, StripMode } from '@gosymbols/split';
import type { PublishReceipt } from '@gosymbols/symbols';
import type { ImageRecord } from './image-record.ts';

/** Which tool made a binary, and under which name it knows it. */
export interface Producer {
  readonly tool: 'go' | 'goreleaser' | 'bazel' | 'unknown';
  /** Version of the tool, as it prints it. */
  readonly version?: string;
  /** GoReleaser build id, Bazel label or Go package. */
  readonly target?: string;
  /** Flags that the tool was given and that bear on debugging (`-ldflags`, `-gcflags`, `--strip`). */
  readonly flags?: readonly string[];
}

/** One binary on its way through the stages. Later stages fill in later fields. */
export interface BinaryRecord {
  /** Unique in the index: base name, or base name with platform where names repeat. */
  readonly name: string;
  /** Path of the binary as the last stage left it (the stripped one after a split), relative to the index file. */
  readonly path: string;
  readonly platform?: Platform;
  readonly producer: Producer;
  /** Facts of the file that was built, before any split. */
  readonly before: BinaryFacts;
  readonly levelBefore: Level;
  readonly sizeBefore?: SizeReport;
  readonly split?: SplitRecord;
  readonly receipts?: readonly PublishReceipt[];
  /** Where the bytes of the built file come from. */
  readonly packages?: PackageSizes;
  /** What it would weigh under each strip mode, each measured by writing it. */
  readonly whatIf?: Partial<Readonly<Record<StripMode, { readonly disk: number; readonly wire?: number }>>>;
}

export interface SplitRecord {
  readonly strip: StripMode;
  readonly original: { readonly size: number; readonly digest: string };
  /** Paths are relative to the index file. */
  readonly stripped: FileRecord;
  /** Absent when there was nothing to split off (`strip: none`, not ELF, no debug sections). */
  readonly debug?: DebugFileRecord;
  readonly proof: SplitProof;
  readonly after: BinaryFacts;
  readonly levelAfter: Level;
  /** Level of the stripped file with the debug file beside it. */
  readonly levelWithDebug: Level;
  readonly sizeAfter: SizeReport;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** How one binary was judged: by which profile, and the limits in force. Sizes in bytes. */
export interface JudgedRecord {
  /** As findings name it. */
  readonly artifact: string;
  /** Name of the binary in the index. */
  readonly binary: string;
  readonly profile?: string;
  readonly limits?: { readonly disk?: number; readonly wire?: number };
}

export type BaselineSource = 'artifact' | 'branch' | 'build' | 'file' | 'none';

/** Where the numbers that this index is compared with come from, or why there are none. */
export interface BaselineRecord {
  readonly source: BaselineSource;
  /** The commit that was measured. */
  readonly commit?: string;
  /** Commits between the base of this change and the one measured, along first parents; 0 is the base itself. */
  readonly distance?: number;
  readonly createdAt?: string;
  /** One sentence: how the base was chosen, or why nothing was found. */
  readonly why: string;
  /** What was looked at before, and what it lacked. */
  readonly tried: readonly { readonly source: BaselineSource; readonly why: string }[];
  /** Earlier measurements of the default branch, the oldest first. */
  readonly history?: readonly HistoryPoint[];
}

/** Sizes of one commit's binaries, as the history of a budget shows them. */
export interface HistoryPoint {
  readonly commit: string;
  readonly createdAt: string;
  readonly binaries: readonly { readonly name: string; readonly disk: number; readonly wire?: number }[];
}

/** The release that GoReleaser made of the binaries. */
export interface Release {
  readonly project?: string;
  readonly version?: string;
  readonly tag?: string;
}

/** The symbol index: one versioned document per run; each verb reads it and adds what it found. */
export interface SymbolIndex {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'gosymbols'; readonly version: string };
  /** ISO 8601, UTC; from SOURCE_DATE_EPOCH where it is set. */
  readonly createdAt: string;
  readonly source?: { readonly repository?: string; readonly commit?: string; readonly ref?: string };
  readonly release?: Release;
  readonly binaries: readonly BinaryRecord[];
  /** Images that the policy names, as `verify` read them. */
  readonly images?: readonly ImageRecord[];
  readonly baseline?: BaselineRecord;
  readonly policy?: Judgement & { readonly file: string; readonly judged?: readonly JudgedRecord[] };
  readonly gate?: Judgement & { readonly store: string };
}
