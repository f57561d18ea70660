export { attributeFile, attributeSource } from './attribution/attribute.ts';
export {
  type Attribution,
  type AttributionMethod,
  NO_PACKAGE,
  type PackageSize,
  type PackageSizes,
  type RemainderSize,
} from './attribution/attribution.ts';
export { compareImages, type ImageComparison, type LayerDelta } from './compare/compare-images.ts';
export { comparePackages } from './compare/compare-packages.ts';
export { compareSizes } from './compare/compare-sizes.ts';
export type {
  Delta,
  Difference,
  ModuleChange,
  PackageDelta,
  SizeComparison,
} from './compare/comparison.ts';
export { type Comparable, differencesOf } from './compare/differences.ts';
export type { Measured } from './compare/measured.ts';
export type { MeasuredImage, MeasuredLayer } from './compare/measured-image.ts';
export { compareModules } from './compare/modules.ts';
export { DEFAULT_NOISE, isNoise, type Noise } from './compare/noise.ts';
export { loadedOf } from './loaded.ts';
export { type MeasureOptions, measureFile, measureFiles } from './measure.ts';
export { ownerOf } from './owner.ts';
export { partsOf } from './parts.ts';
export type { Parts, SizeReport, WireSize } from './report.ts';
export { wireSize } from './wire.ts';
