export type { ImageBinary, ImageFacts, LayerFacts, WastedPath, WasteFacts } from './facts.ts';
export { ImageError, type ImageErrorCode } from './image-error.ts';
export { type ImageLocation, locateImage } from './image-location.ts';
export { type ImageProgram, type ImageWorld, type InspectedImage, inspectImage } from './inspect-image.ts';
export { IMAGE_LIMITS, type ImageLimits } from './limits.ts';
export { parsePlatform, spellPlatform } from './platform.ts';
export { type ImageContents, inspectImageBinary, type ReadImageOptions, readImage } from './read-image.ts';
export type { LayerProgress } from './read-layers.ts';
