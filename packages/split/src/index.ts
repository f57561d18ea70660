export { type JoinOptions, type JoinResult, joinFile } from './join/join-file.ts';
export type { Claim, DebugCompression, DebugFileRecord, FileRecord, SplitProof, StripMode } from './pair.ts';
export { provePair, proveSplit } from './proof/prove.ts';
export { uniqueIdOf } from './repair-id.ts';
export type { RepairedId } from './request.ts';
export { type SplitOptions, type SplitResult, splitFile } from './split-file.ts';
