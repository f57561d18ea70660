export type { DebugSections } from './debug-sections.ts';
export { type FunctionTable, readFunctions, type UnitFacts } from './functions.ts';
