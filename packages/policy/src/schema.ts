import { CAPABILITY_IDS } from './capabilities-of.ts';
import { PUBLISHED_LEVELS } from './compare-levels.ts';
import { PERMISSIONS } from './file/policy.ts';
import { EXCEPTABLE_RULES } from './rules.ts';

type Schema = { readonly [key: string]: unknown };

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const words = (list: readonly string[], description?: string): Schema => ({
  enum: list,
  ...(description && { description }),
});
const text = (description: string): Schema => ({ type: 'string', pattern: '\\S', description });
const list = (items: Schema, description?: string): Schema => ({
  type: 'array',
  items,
  ...(description && { description }),
});
/** A mapping with these keys and no others. */
const fields = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});
const anyOf = (...keys: readonly string[]): Schema => ({ anyOf: keys.map((key) => ({ required: [key] })) });

const increase = {
  bytes: ref('size'),
  percent: ref('percent'),
  when: words(['any', 'all'], '`any`: over one limit is too much; `all`: only over every limit'),
};
const metric = fields({
  max: { ...ref('size'), description: 'Exactly that size holds.' },
  'max-increase': { ...fields(increase), ...anyOf('bytes', 'percent') },
  severity: ref('severity'),
});
const limit = { ...metric, ...anyOf('max', 'max-increase') };

const DEFS: Record<string, Schema> = {
  size: {
    type: 'string',
    pattern: '^\\d{1,15}(\\.\\d{1,6})? ?(B|KiB|MiB|GiB|kB|MB|GB)$',
    description: 'A number and its unit: B KiB MiB GiB or kB MB GB.',
  },
  percent: { type: 'number', minimum: 0, description: 'Percent.' },
  range: {
    type: 'string',
    pattern: '^\\d{1,3}(\\.\\d{1,3})?% ?\\.\\. ?\\d{1,3}(\\.\\d{1,3})?%$',
    description: 'Percent, such as 25%..65%, both ends included.',
  },
  severity: words(['error', 'warn', 'notice', 'off']),
  said: words(['error', 'warn', 'notice']),
  glob: text('A glob: `*` within a segment, `**` across.'),
  pathGlob: {
    type: 'string',
    pattern: '^(?![/\\\\]|[A-Za-z]:)[^\\\\]*[^\\\\\\s][^\\\\]*$',
    description: 'A glob, relative to the policy.',
  },
  rule: words(EXCEPTABLE_RULES),
  metric,
  limit,
  packageRule: {
    ...fields(
      {
        match: ref('glob'),
        max: ref('size'),
        require: { type: 'boolean' },
        forbid: { type: 'boolean' },
        severity: ref('severity'),
      },
      ['match'],
    ),
    oneOf: [
      { required: ['max'] },
      { required: ['require'], properties: { require: { const: true } } },
      { required: ['forbid'], properties: { forbid: { const: true } } },
    ],
  },
  budget: fields({
    severity: ref('severity'),
    disk: ref('metric'),
    wire: ref('metric'),
    loaded: ref('metric'),
    'since-release': { ...fields({ ...increase, severity: ref('severity') }), ...anyOf('bytes', 'percent') },
    packages: list(ref('packageRule')),
    layers: ref('limit'),
    waste: ref('limit'),
  }),
  profile: fields({
    extends: text('Name of the profile below this one.'),
    strip: words(['all', 'dwarf', 'none'], 'What the shipped file has lost.'),
    debuggability: fields({
      min: words(PUBLISHED_LEVELS, 'A level; `+x3`: with its published debug file it gives D3.'),
      require: list(words(CAPABILITY_IDS)),
      forbid: list(words(['symtab', 'dwarf', 'absolute-paths'])),
      'no-regression': { type: 'boolean' },
      severity: ref('severity'),
    }),
    'expect-saving': fields({ disk: ref('range'), wire: ref('range'), severity: ref('severity') }),
    budget: ref('budget'),
  }),
  choice: fields(
    {
      use: text('Name of a profile.'),
      when: fields({ branch: ref('glob'), tag: ref('glob'), label: ref('glob'), environment: ref('glob') }),
    },
    ['use'],
  ),
  artifact: {
    ...fields(
      {
        name: text('How findings and exceptions call it.'),
        path: ref('pathGlob'),
        image: text('A registry reference, an OCI layout or an archive.'),
        optional: { type: 'boolean' },
        profile: { anyOf: [text('Name of a profile.'), list(ref('choice'))] },
        budget: ref('budget'),
      },
      ['name'],
    ),
    oneOf: [{ required: ['path'] }, { required: ['image'] }],
  },
  exception: fields(
    {
      rule: ref('rule'),
      artifact: text('Name of an artifact.'),
      until: {
        type: 'string',
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: 'Last day on which it holds, UTC.',
      },
      owner: text('Who answers for it.'),
      reason: text('Why.'),
    },
    ['rule', 'artifact', 'until', 'owner', 'reason'],
  ),
};

/**
 * JSON Schema (draft 2020-12) of `.gosymbols.yml`, for editors. It accepts whatever the parser accepts; the parser also
 * knows what a schema cannot say: names that lead nowhere, circles, broken globs, dates that are not in the calendar.
 */
export const POLICY_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'gosymbols policy',
  description:
    'How large a Go binary may be, what may be stripped from it, and what must still be possible with it.',
  ...fields(
    {
      version: { const: 1 },
      mode: words(['enforce', 'audit'], '`audit`: every error is a warning.'),
      noise: fields({ bytes: ref('size'), percent: ref('percent') }),
      baseline: fields({
        'on-missing': ref('said'),
        'on-toolchain-change': ref('said'),
        'on-stale': ref('said'),
        sources: list(words(['artifact', 'branch', 'build'])),
        'max-age-commits': { type: 'integer', minimum: 0 },
      }),
      profiles: {
        type: 'object',
        propertyNames: { pattern: '^[\\w.-]+$' },
        additionalProperties: ref('profile'),
      },
      artifacts: { ...list(ref('artifact')), minItems: 1 },
      exceptions: list(ref('exception')),
      overrides: fields(
        {
          label: text('Label of the pull request.'),
          allowed: words(PERMISSIONS, 'What whoever put it there must be, at least.'),
          'require-reason': { type: 'boolean' },
          skips: { ...list(ref('rule')), minItems: 1 },
        },
        ['label', 'skips'],
      ),
      ratchet: fields(
        {
          headroom: { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3})? ?%$' },
          when: { type: 'string', pattern: '^unused ?> ?\\d{1,2}(\\.\\d{1,3})? ?%$' },
        },
        ['headroom', 'when'],
      ),
    },
    ['version', 'artifacts'],
  ),
  $defs: DEFS,
};
