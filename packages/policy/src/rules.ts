export type RuleId =
  | 'SZ001'
  | 'SZ002'
  | 'SZ003'
  | 'SZ004'
  | 'SZ005'
  | 'ST001'
  | 'ST002'
  | 'DB001'
  | 'DB002'
  | 'DB003'
  | 'DB004'
  | 'DB005'
  | 'ID001'
  | 'BL001'
  | 'BL002'
  | 'BL003'
  | 'PF001'
  | 'PF002'
  | 'PF003'
  | 'PF004'
  | 'IX001';

/** Every rule that is judged. Ids are stable: exceptions, scripts and annotations name them. */
export const RULES: Readonly<Record<RuleId, string>> = {
  SZ001: 'size above its maximum',
  SZ002: 'size grew more than allowed since the baseline',
  SZ003: 'size grew more than allowed since the last release',
  SZ004: 'a package is too large, missing or forbidden',
  SZ005: 'a layer, or what an image wastes, above its maximum',
  ST001: 'strip mode is not as declared',
  ST002: 'the expected saving was missed',
  DB001: 'level below the minimum',
  DB002: 'a required capability is missing',
  DB003: 'forbidden content is in the file',
  DB004: 'less debuggable than the baseline',
  DB005: 'debug file missing or not proven',
  ID001: 'build ID constant, colliding or missing',
  BL001: 'no baseline to compare with',
  BL002: 'the baseline is stale',
  BL003: 'the baseline cannot be compared with',
  PF001: 'an artifact of the policy matches no binary',
  PF002: 'an exception has expired',
  PF003: 'a binary that no artifact of the policy covers',
  PF004: 'an override that does not count',
  IX001: 'the file is not the one in the index',
};

export const RULE_IDS: readonly RuleId[] = Object.keys(RULES) as RuleId[];

/** Rules that one may be excepted from: not those that guard the policy file and the index themselves. */
export const EXCEPTABLE_RULES: readonly RuleId[] = RULE_IDS.filter((id) => !/^(PF|IX)/.test(id));
