export { loadedOf } from './loaded.ts';
export { type MeasureOptions, measureFile, measureFiles } from './measure.ts';
export { partsOf } from './parts.ts';
export type { Parts, SizeReport, WireSize } from './report.ts';
export { wireSize } from './wire.ts';
