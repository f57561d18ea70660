import type { ElfFile } from '@gosymbols/elf';
import type { FilePlan } from '../file-plan.ts';
import type { SplitRequest } from '../request.ts';

/** The three files that a proof compares, opened anew from disk, and what they were planned to be. */
export interface Trio {
  readonly original: ElfFile;
  readonly stripped: ElfFile;
  readonly debug: ElfFile;
  readonly strippedPlan: FilePlan;
  readonly debugPlan: FilePlan;
  readonly repair: SplitRequest['repair'];
}
