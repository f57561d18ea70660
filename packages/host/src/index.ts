export { type Annotation, type AnnotationKind, annotateWithin } from './annotate-within.ts';
export { abortOnSignals } from './cancel.ts';
export { describeFault, type Fault, faultOf, RequestError, UnavailableError } from './faults.ts';
export type { Host, Json, Outcome, Place, Progress } from './host.ts';
export { Inputs, nearest } from './inputs.ts';
export { makeFolder } from './make-folder.ts';
export { type MatchedFile, matchFiles } from './match-files.ts';
export {
  type FinishedProcess,
  type Probed,
  type ProcessRequest,
  probe,
  runProcess,
} from './process.ts';
export { type SourceFacts, sourceFacts } from './source.ts';
export type { ActionSpec, InputSpec, OutputSpec } from './spec.ts';
export { type TerminalHost, terminalHost } from './terminal-host.ts';
export type { Verb } from './verb.ts';
