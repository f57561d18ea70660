export type { DebugSections } from './debug-sections.ts';
export { type FunctionTable, readFunctions, type UnitFacts } from './functions.ts';
export { eachLineRow, type LineRow } from './line-program.ts';
export type { UnitHeader } from './unit.ts';
export type { UnitRoot } from './units.ts';
export { addCounts, coveredShare, emptyTally, type Tally, type VariableCounts } from './variable-counts.ts';
export {
  type FunctionVariables,
  readVariables,
  type UnitVariables,
  type VariableTable,
} from './variables.ts';
