import type { BinaryFacts, Platform } from '@gosymbols/inspect';
import type { PackageSizes, SizeReport } from '@gosymbols/size';
import type { SplitProof, StripMode } from '@gosymbols/split';
import type { Metric } from '../file/policy.ts';
import type { Level, PublishedLevel } from '../level.ts';
import { levelOf } from '../level-of.ts';
import { publishedLevel } from '../level-with-debug.ts';

/** What is judged of one binary. A record of gosymbols.json has all of it; `path` is as the policy's globs see it. */
export interface Subject {
  readonly name: string;
  readonly path: string;
  readonly platform?: Platform;
  readonly before: BinaryFacts;
  readonly sizeBefore?: SizeReport;
  readonly split?: {
    readonly strip: StripMode;
    readonly original: { readonly size: number };
    readonly debug?: { readonly path: string; readonly size: number };
    readonly proof: SplitProof;
    readonly after: BinaryFacts;
    readonly levelWithDebug: Level;
    readonly sizeAfter: SizeReport;
  };
  /** Of the file that was built. */
  readonly packages?: PackageSizes;
  readonly receipts?: readonly { readonly store: string; readonly verified: boolean }[];
}

/** Facts of the file that ships: the stripped one where there was a split. */
export function shippedFacts(subject: Subject): BinaryFacts {
  return subject.split?.after ?? subject.before;
}

/** Bytes of the file that ships; undefined where that size was not measured, or cannot be. */
export function shippedSize(subject: Subject, metric: Metric): number | undefined {
  const facts = shippedFacts(subject);
  const report = subject.split?.sizeAfter ?? subject.sizeBefore;
  if (metric === 'disk') return report?.disk ?? facts.size;
  return metric === 'wire' ? report?.wire?.bytes : facts.elf?.loadedBytes;
}

/** Whether a debug file was split off and every claim of the proof holds. */
export function hasProvenPair(subject: Subject): boolean {
  return subject.split?.debug !== undefined && subject.split.proof.holds;
}

/** The level of the file that ships, with `+x3` where its proven debug file gives D3. */
export function shippedLevel(subject: Subject): PublishedLevel {
  const { level } = levelOf(shippedFacts(subject));
  return publishedLevel(level, hasProvenPair(subject) ? subject.split?.levelWithDebug : undefined);
}
