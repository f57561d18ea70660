import type { Host, Outcome } from './host.ts';
import type { Inputs } from './inputs.ts';
import type { ActionSpec } from './spec.ts';

/** One definition of a verb: the Action and the command line both call `run`. */
export interface Verb {
  readonly name: string;
  readonly spec: ActionSpec;
  /** The input that positional arguments of the command line go to. */
  readonly positional?: string;
  run(inputs: Inputs, host: Host): Promise<Outcome>;
}
