import type { Host, Outcome } from './host.ts';
import type { Inputs } from './inputs.ts';
import type { ActionSpec } from './spec.ts';

/** One definition of a verb: the Action and the command line both call `run`. */
export interface Verb {
  readonly name: string;
  readonly spec: ActionSpec;
  /** The input that positional arguments of the command line go to. */
  readonly positional?: string;
  /**
   * Refuses what is wrong with the request and can be told before there is anything to work on: for a verb that comes
   * last in a row, whose earlier members cannot be taken back.
   */
  check?(inputs: Inputs, host: Host): Promise<void>;
  run(inputs: Inputs, host: Host): Promise<Outcome>;
}
