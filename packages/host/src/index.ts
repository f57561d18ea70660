export { describeFault, type Fault, faultOf, RequestError, UnavailableError } from './faults.ts';
export type { Host, Json, Outcome, Place, Progress } from './host.ts';
export { Inputs, nearest } from './inputs.ts';
export type { ActionSpec, InputSpec, OutputSpec } from './spec.ts';
export type { Verb } from './verb.ts';
