export type { DebugSections } from './debug-sections.ts';
export { type FunctionTable, readFunctions, type UnitFacts } from './functions.ts';
export { eachLineRow, type LineRow } from './line-program.ts';
export type { UnitHeader } from './unit.ts';
