export { coverageOf } from './coverage.ts';
export { isDebugSection, openFunctions, standardName } from './dwarf-facts.ts';
export type * from './facts.ts';
export { inspectFile, inspectSource } from './inspect-file.ts';
export { kindOf } from './kind.ts';
export { entriesOf, sampleIndices } from './pclntab-facts.ts';
