import type { BinaryRecord } from '@gosymbols/record';
import type { RepairedId } from '@gosymbols/split';
import type { Candidate } from './candidates.ts';
import type { SplitVerbRequest } from './request.ts';

/** All that splitting one binary needs: plain data, so that a worker can be given it. */
export interface SplitTask {
  readonly candidate: Candidate;
  readonly repair: RepairedId | undefined;
  readonly request: SplitVerbRequest;
  readonly indexPath: string;
}

/** What became of it. Errors are plain objects with the properties that `faultOf` reads. */
export type SplitAnswer = { readonly record: BinaryRecord } | { readonly error: unknown };

/** To a worker: a task, or the wish to stop. */
export type ToWorker = { readonly task: SplitTask } | { readonly abort: string };
/** From a worker: how far it is, or that it is done. */
export type FromWorker = { readonly stage: string } | SplitAnswer;
