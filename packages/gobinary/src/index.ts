export type { AbsolutePaths } from './absolute-paths.ts';
export { buildIdsOf, constantIdReason, fileIdOf, gnuIdOfGoId, type NoteBuildIds } from './build-ids.ts';
export { type BuildInfo, readBuildInfo } from './buildinfo.ts';
export type { Module, ModuleInfo } from './module-info.ts';
export { type LineSpan, type PclnFunction, type Pclntab, readPclntab } from './pclntab.ts';
export { isGoName } from './symbol-language.ts';
