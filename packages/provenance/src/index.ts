export {
  DEBUG_SYMBOLS_V1,
  type DebugPair,
  type DebugSymbols,
  debugSymbolsStatement,
  type NamedDigest,
} from './debug-symbols.ts';
export { ProvenanceError, type ProvenanceErrorCode } from './provenance-error.ts';
export type { Statement, Subject } from './statement.ts';
export { subjectChecksums } from './subject-checksums.ts';
