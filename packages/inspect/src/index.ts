export { coveredShare } from '@gosymbols/dwarf';
export { coverageOf } from './coverage.ts';
export { FUNCTION_SECTIONS, isDebugSection, openDebugSections, standardName } from './debug-sections.ts';
export type * from './facts.ts';
export { type InspectOptions, inspectFile, inspectSource } from './inspect-file.ts';
export { isDebugFile } from './is-debug-file.ts';
export { kindOf } from './kind.ts';
export type { OptimisationCounts } from './optimisation.ts';
export { entriesOf, sampleIndices } from './pclntab-facts.ts';
export {
  type VariableCoverage,
  type VariableOptions,
  variableCoverage,
  variableCoverageOfSource,
  type WorstFunction,
} from './variable-coverage.ts';
