import * as v from 'valibot';
import { CAPABILITY_IDS } from '../capabilities-of.ts';
import { PUBLISHED_LEVELS } from '../compare-levels.ts';
import { EXCEPTABLE_RULES } from '../rules.ts';
import { whyBadGlob, whyBadPathGlob } from './check-glob.ts';
import {
  checked,
  fields,
  flag,
  list,
  named,
  parsed,
  percent,
  percentRange,
  size,
  text,
  wholeNumber,
  word,
} from './field-shapes.ts';
import { parseDate } from './parse-date.ts';
import { parseShare, parseUnused } from './parse-ratchet.ts';
import { PERMISSIONS } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';

const STRIP_MODES = ['all', 'dwarf', 'none'] as const;
const SEVERITIES = ['error', 'warn', 'notice', 'off'] as const;
/** What cannot be compared is never passed over in silence. */
const SAID = ['error', 'warn', 'notice'] as const;
const FORBIDDABLE = ['symtab', 'dwarf', 'absolute-paths'] as const;

const severity = v.exactOptional(word(SEVERITIES));

const increase = {
  bytes: v.exactOptional(size()),
  percent: v.exactOptional(percent()),
  when: v.exactOptional(word(['any', 'all'])),
};
const someLimit = v.check<{ bytes?: number; percent?: number }, string>(
  ({ bytes, percent }) => bytes !== undefined || percent !== undefined,
  'needs `bytes`, `percent` or both',
);

const metric = fields({
  max: v.exactOptional(size()),
  'max-increase': v.exactOptional(v.pipe(fields(increase), someLimit)),
  severity,
});

const limit = v.pipe(
  metric,
  v.check(
    (given) => given.max !== undefined || given['max-increase'] !== undefined,
    'needs `max`, `max-increase` or both',
  ),
);

const packageRule = v.pipe(
  fields({
    match: checked(whyBadGlob),
    max: v.exactOptional(size()),
    require: v.exactOptional(flag()),
    forbid: v.exactOptional(flag()),
    severity,
  }),
  v.check(
    ({ max, require, forbid }) =>
      [max !== undefined, require === true, forbid === true].filter(Boolean).length === 1,
    'needs one of `max`, `require: true`, `forbid: true`',
  ),
);

const budget = fields({
  severity,
  disk: v.exactOptional(metric),
  wire: v.exactOptional(metric),
  loaded: v.exactOptional(metric),
  'since-release': v.exactOptional(v.pipe(fields({ ...increase, severity }), someLimit)),
  packages: v.exactOptional(list(packageRule)),
  layers: v.exactOptional(limit),
  waste: v.exactOptional(limit),
});

const profile = fields({
  extends: v.exactOptional(text()),
  strip: v.exactOptional(word(STRIP_MODES)),
  debuggability: v.exactOptional(
    fields({
      min: v.exactOptional(word(PUBLISHED_LEVELS)),
      require: v.exactOptional(list(word(CAPABILITY_IDS))),
      forbid: v.exactOptional(list(word(FORBIDDABLE))),
      'no-regression': v.exactOptional(flag()),
      severity,
    }),
  ),
  'expect-saving': v.exactOptional(
    fields({ disk: v.exactOptional(percentRange()), wire: v.exactOptional(percentRange()), severity }),
  ),
  budget: v.exactOptional(budget),
});

const glob = checked(whyBadGlob);

const choice = fields({
  use: text(),
  when: v.exactOptional(
    fields({
      branch: v.exactOptional(glob),
      tag: v.exactOptional(glob),
      label: v.exactOptional(glob),
      environment: v.exactOptional(glob),
    }),
  ),
});

const artifact = fields({
  name: text(),
  path: v.exactOptional(checked(whyBadPathGlob)),
  image: v.exactOptional(text()),
  optional: v.exactOptional(flag()),
  profile: v.exactOptional(v.lazy((input) => (Array.isArray(input) ? list(choice) : text()))),
  budget: v.exactOptional(budget),
});

const exception = fields({
  rule: word(EXCEPTABLE_RULES),
  artifact: text(),
  until: parsed(parseDate),
  owner: text(),
  reason: text(),
});

const version = v.custom<1>(
  (input) => input === 1,
  (issue) => `this is version 1 of the policy syntax, not \`${String(issue.input).slice(0, 20)}\``,
);

/** The syntax of `.gosymbols.yml`, after which sizes are bytes and ranges are numbers (docs/policy.md). */
export const POLICY_SHAPE: v.GenericSchema<unknown, PolicyDocument> = fields({
  version,
  mode: v.exactOptional(word(['enforce', 'audit'])),
  noise: v.exactOptional(fields({ bytes: v.exactOptional(size()), percent: v.exactOptional(percent()) })),
  baseline: v.exactOptional(
    fields({
      'on-missing': v.exactOptional(word(SAID)),
      'on-toolchain-change': v.exactOptional(word(SAID)),
      'on-stale': v.exactOptional(word(SAID)),
      sources: v.exactOptional(list(word(['artifact', 'branch', 'build']))),
      'max-age-commits': v.exactOptional(wholeNumber('commits')),
    }),
  ),
  profiles: v.exactOptional(named(profile)),
  artifacts: list(artifact),
  exceptions: v.exactOptional(list(exception)),
  overrides: v.exactOptional(
    fields({
      label: text(),
      allowed: v.exactOptional(word(PERMISSIONS)),
      'require-reason': v.exactOptional(flag()),
      skips: list(word(EXCEPTABLE_RULES)),
    }),
  ),
  ratchet: v.exactOptional(fields({ headroom: parsed(parseShare), when: parsed(parseUnused) })),
});
