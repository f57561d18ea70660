export { CAPABILITY_IDS, type CapabilityOptions, capabilitiesOf } from './capabilities-of.ts';
export { CAPABILITY_TITLES } from './capability-titles.ts';
export {
  aloneOf,
  compareLevels,
  isPublished,
  LEVELS,
  meetsLevel,
  PUBLISHED_LEVELS,
} from './compare-levels.ts';
export { CONSUMERS, type Consumer } from './consumers.ts';
export { type Explanation, explain, type Restoring } from './explain.ts';
export { matcher, whyBadGlob } from './file/check-glob.ts';
export { parseDate } from './file/parse-date.ts';
export { parseSize } from './file/parse-size.ts';
export type { Metric, Policy, PolicySeverity, Settings } from './file/policy.ts';
export { PolicyError, type PolicyErrorCode, type PolicyProblem } from './file/policy-error.ts';
export type { FileOnDisk, FilesOnDisk, JudgeContext, OverrideContext } from './judge/context.ts';
export type { EarlierImage, ImageSubject } from './judge/image/image-case.ts';
export { type JudgedBinary, type JudgeOptions, judge, type PolicyVerdict } from './judge/judge.ts';
export type { RatchetProposal } from './judge/ratchet.ts';
export { type Selection, selectProfile, settingsFor } from './judge/select-profile.ts';
export { spellBytes, spellPercent } from './judge/spell-bytes.ts';
export { hasProvenPair, type Subject, shippedFacts, shippedLevel, shippedSize } from './judge/subject.ts';
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
export { printPolicy } from './print-policy.ts';
export { RULE_IDS, RULES, type RuleId } from './rules.ts';
export { POLICY_SCHEMA } from './schema.ts';
