import type { BinaryFacts } from '@gosymbols/inspect';
import type { PackageSizes } from '../attribution/attribution.ts';
import type { SizeReport } from '../report.ts';

/** One build of a binary. */
export interface Measured {
  /** Of the file that ships. */
  readonly facts: BinaryFacts;
  readonly sizes: SizeReport;
  /** Of the file that was built, before stripping. */
  readonly packages?: PackageSizes;
}
