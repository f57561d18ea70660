export { CAPABILITY_IDS, type CapabilityOptions, capabilitiesOf } from './capabilities-of.ts';
export {
  aloneOf,
  compareLevels,
  isPublished,
  LEVELS,
  meetsLevel,
  PUBLISHED_LEVELS,
} from './compare-levels.ts';
export type {
  Capability,
  CapabilityId,
  Finding,
  Level,
  LevelVerdict,
  PublishedLevel,
  Severity,
  Verdict,
} from './level.ts';
export { levelOf } from './level-of.ts';
export { levelWithDebug, publishedLevel } from './level-with-debug.ts';
