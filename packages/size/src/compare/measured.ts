import type { BinaryFacts } from '@gosymbols/inspect';
import type { SizeReport } from '../report.ts';

/** One build of a binary. */
export interface Measured {
  /** Of the file that ships. */
  readonly facts: BinaryFacts;
  readonly sizes: SizeReport;
  /** Sizes before stripping, whose packages are the exact ones. */
  readonly unstripped?: SizeReport;
}

export function packagesOf({ sizes, unstripped }: Measured): SizeReport['packages'] {
  return unstripped?.packages ?? sizes.packages;
}
