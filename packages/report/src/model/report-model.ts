import type { BuildIds, FactWarning, FileKind, GoModule } from '@gosymbols/inspect';
import type { CapabilityId, Level, PublishedLevel, Severity } from '@gosymbols/policy';
import type { BaselineSource, HistoryPoint } from '@gosymbols/record';
import type { AttributionMethod, Difference, Parts } from '@gosymbols/size';
import type { Claim, DebugFileRecord, StripMode } from '@gosymbols/split';

import type { ImageModel } from './image-shape.ts';

/** `unjudged`: neither a policy nor a gate has looked at the index. */
export type ReportVerdict = 'pass' | 'fail' | 'unjudged';

/** Everything the renderers print; numbers are derived here and nowhere else. Plain data, the document of `report --format json`. */
export interface ReportModel {
  readonly schemaVersion: 1;
  readonly verdict: ReportVerdict;
  /** A few words: what happened. */
  readonly headline: string;
  /** One or two sentences: the verdict with its figures. */
  readonly sentence: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly source?: { readonly repository?: string; readonly commit?: string; readonly ref?: string };
  /** Path of the policy file that was judged by. */
  readonly policyFile?: string;
  /** Store that the gate asked. */
  readonly gateStore?: string;
  readonly baseline?: BaselineModel;
  /** Why there is nothing to compare with, where it was looked for. */
  readonly baselineMissing?: string;
  /** Earlier measurements of the default branch, the oldest first; this run is not among them. */
  readonly history: readonly HistoryPoint[];
  readonly totals: Totals;
  readonly binaries: readonly BinaryModel[];
  /** Those that the policy names, as `verify` read them. */
  readonly images: readonly ImageModel[];
  /** Binaries grouped by equal capabilities, in the order of the index. */
  readonly capabilities: readonly CapabilityMatrix[];
  /** What moved since the baseline; empty without one. */
  readonly capabilityChanges: readonly CapabilityChange[];
  /** Errors first, then warnings, then notices. */
  readonly findings: readonly FindingModel[];
  readonly modules: readonly ModuleModel[];
}

/** Where the numbers that this report is compared with come from. */
export interface BaselineModel {
  readonly source: BaselineSource;
  /** Commits between the base of the change and the one measured; absent where that is not known. */
  readonly distance?: number;
  /** How the base was chosen. */
  readonly why?: string;
  readonly createdAt: string;
  readonly commit?: string;
  readonly ref?: string;
  /** Binaries found in both. */
  readonly compared: number;
  /** Names that only this index has. */
  readonly added: readonly string[];
  /** Names that only the baseline has. */
  readonly removed: readonly string[];
  /** Shipped bytes of the compared binaries, now minus then. */
  readonly delta: number;
  /** Modules that came, went, or have another version. */
  readonly modules: readonly ModuleMove[];
}

export interface ModuleMove {
  readonly path: string;
  /** Absent where it is new. */
  readonly from?: string;
  /** Absent where it is gone. */
  readonly to?: string;
}

/** Bytes of one Go package in the built file. */
export interface PackageChange {
  readonly path: string;
  readonly module?: string;
  /** In the baseline, 0 where it is new; absent where there is nothing comparable. */
  readonly before?: number;
  readonly after: number;
}

export interface Totals {
  readonly binaries: number;
  readonly split: number;
  readonly size: Change;
  /** Present when it was measured for all binaries. */
  readonly wire?: Change;
  /** Present when the parts of all binaries were measured. */
  readonly parts?: PartsChange;
  /** Bytes of all debug files as written beside the binaries. */
  readonly debugBytes: number;
  readonly debugFiles: number;
  readonly published: number;
  readonly verified: number;
  /** Bytes of the published layers as stored, each digest once. */
  readonly storedBytes: number;
  readonly proofs: number;
  readonly proofsHeld: number;
  /** Level changes with how many binaries each has, most frequent first. */
  readonly levels: readonly {
    readonly before: Level;
    readonly after: PublishedLevel;
    readonly count: number;
  }[];
}

/** Bytes as built and as shipped. */
export interface Change {
  readonly before: number;
  readonly after: number;
  /** `before - after`: positive when the shipped one is smaller. */
  readonly saved: number;
  /** Of `before`; 0 when that is 0. */
  readonly savedPercent: number;
}

export interface PartsChange {
  readonly before: Parts;
  readonly after: Parts;
}

export interface BinaryModel {
  readonly name: string;
  readonly path: string;
  /** `linux/amd64`, with a variant `linux/amd64/v1`; absent when unknown. */
  readonly platform?: string;
  readonly kind: FileKind;
  readonly producer: string;
  readonly flags: readonly string[];
  readonly goVersion?: string;
  readonly mainPackage?: string;
  readonly strip?: StripMode;
  readonly size: Change;
  readonly wire?: Change;
  readonly parts?: PartsChange;
  readonly level: {
    readonly before: Level;
    readonly after: Level;
    readonly shown: PublishedLevel;
    readonly withDebug?: Level;
  };
  readonly sections: readonly SectionFlow[];
  readonly proof?: { readonly holds: boolean; readonly held: number; readonly claims: readonly Claim[] };
  readonly debugFile?: DebugFileRecord;
  readonly published: readonly PublishedModel[];
  readonly buildIds: { readonly before: BuildIds; readonly after: BuildIds };
  readonly commands: readonly CommandModel[];
  readonly baseline?: {
    /** Shipped bytes then, and now minus then. */
    readonly before: number;
    readonly delta: number;
    readonly percent: number;
    /** The delta is none: linkers lay files out in pages. */
    readonly isNoise: boolean;
    /** As shipped, with `+x3` where the proven debug file gives D3: a pull request publishes nothing, and loses nothing by that. */
    readonly levels: { readonly before: PublishedLevel; readonly after: PublishedLevel };
    readonly wireDelta?: number;
    /** They sum to `delta`. */
    readonly parts: readonly { readonly part: keyof Parts; readonly delta: number }[];
    /** What moved sizes besides the code: another toolchain, other flags, another strip mode. */
    readonly unlike: readonly Difference[];
  };
  /** Profile of the policy that it was judged by. */
  readonly profile?: string;
  /** Maxima in force, in bytes. */
  readonly limits?: { readonly disk?: number; readonly wire?: number };
  readonly packages?: { readonly method: AttributionMethod; readonly rows: readonly PackageChange[] };
  readonly whatIf?: readonly { readonly strip: StripMode; readonly disk: number; readonly wire?: number }[];
  readonly warnings: readonly FactWarning[];
  /** The worst severity of the findings about it. */
  readonly worst?: Severity;
}

/** One section on its way from the built file to the shipped one; bytes in the file. */
export interface SectionFlow {
  readonly name: string;
  readonly part: keyof Parts;
  readonly before: number;
  readonly after: number;
}

export interface PublishedModel {
  readonly store: string;
  readonly tag: string;
  /** Store and tag in one word, as a registry client takes it. */
  readonly reference: string;
  readonly digest: string;
  readonly layerBytes: number;
  readonly existed: boolean;
  readonly verified: boolean;
}

/** A command to copy; `label` says what it does. */
export interface CommandModel {
  readonly id: 'fetch' | 'gdb' | 'delve';
  readonly label: string;
  readonly command: string;
}

export type Holds = 'yes' | 'partly' | 'no';

export interface CapabilityCell {
  readonly holds: Holds;
  readonly reason: string;
}

export interface CapabilityRow {
  readonly id: CapabilityId;
  readonly title: string;
  readonly before: CapabilityCell;
  readonly shipped: CapabilityCell;
  /** With the debug file at hand; absent when there is none. */
  readonly withDebug?: CapabilityCell;
}

/** One thing that can be done with a binary now and could not before, or the other way round. */
export interface CapabilityChange {
  readonly binary: string;
  readonly id: CapabilityId;
  readonly title: string;
  readonly before: Holds;
  readonly after: Holds;
  readonly reason: string;
}

export interface CapabilityMatrix {
  /** Names of the binaries it is true of. */
  readonly binaries: readonly string[];
  /** The debug files are published and verified: the third column is what anybody with access gets. */
  readonly published: boolean;
  readonly rows: readonly CapabilityRow[];
}

export interface FindingModel {
  readonly rule: string;
  readonly severity: Severity;
  readonly artifact: string;
  readonly message: string;
  readonly measured?: string;
  readonly limit?: string;
  readonly next: string;
  readonly from: 'policy' | 'gate' | 'proof';
  readonly at?: { readonly file: string; readonly line: number };
}

export interface ModuleModel extends Pick<GoModule, 'path' | 'version'> {
  /** What a `replace` directive put in its place. */
  readonly replacedBy?: string;
  /** Names of the binaries that it is linked into. */
  readonly binaries: readonly string[];
}
