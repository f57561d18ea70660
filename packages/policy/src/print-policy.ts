import {
  METRICS,
  type Overrides,
  type PackageRule,
  type Policy,
  type Settings,
  type SizeLimit,
} from './file/policy.ts';
import type { JudgeContext } from './judge/context.ts';
import { spellIncrease } from './judge/growth.ts';
import { selectProfile } from './judge/select-profile.ts';
import { spellBytes, spellPercent } from './judge/spell-bytes.ts';

/** The policy as it is in force here and now, line by line: each value with the line of the file that states it. */
export function printPolicy(policy: Policy, context: JudgeContext): string {
  const lines = [
    `policy     ${policy.file} (${policy.mode})`,
    `context    ${contextLine(context)}`,
    `noise      ${spellBytes(policy.noise.bytes)} or ${spellPercent(policy.noise.percent)}`,
    `baseline   ${baselineLine(policy.baseline)}`,
    ...(policy.overrides === undefined ? [] : [`override   ${overrideLine(policy.overrides)}`]),
    ...(policy.ratchet === undefined
      ? []
      : [
          `ratchet    ${spellPercent(policy.ratchet.headroom)} headroom, when more than ${spellPercent(policy.ratchet.unused)} of a maximum is unused`,
        ]),
  ];
  for (const artifact of policy.artifacts) {
    const { choice, settings } = selectProfile(policy, artifact, context);
    lines.push('', `${artifact.name}`);
    const rows: Row[] = [
      ...(['path', 'image'] as const).flatMap((key): Row[] => {
        const given = artifact[key];
        return given === undefined
          ? []
          : [[key, `${given.value}${artifact.optional ? ' (optional)' : ''}`, given.line]];
      }),
      ['profile', choice?.use ?? 'none', choice?.line ?? artifact.line],
      ...settingRows(settings),
      ...policy.exceptions
        .filter((exception) => exception.artifact === artifact.name)
        .map(({ rule, until, owner, line }): Row => [`except ${rule}`, `until ${until}, ${owner}`, line]),
    ];
    lines.push(...rows.map(([key, value, line]) => `  ${key.padEnd(24)} ${value.padEnd(32)} line ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

type Row = readonly [key: string, value: string, line: number];

function settingRows({ strip, debuggability, saving, budget }: Settings): Row[] {
  const rows: Row[] = [];
  const add = <T>(
    key: string,
    stated: { value: T; line: number } | undefined,
    spell: (value: T) => string,
  ): void => {
    if (stated !== undefined) rows.push([key, spell(stated.value), stated.line]);
  };
  add('strip', strip, String);
  add('min level', debuggability.min, String);
  add('require', debuggability.require, (ids) => ids.join(', ') || 'nothing');
  add('forbid', debuggability.forbid, (contents) => contents.join(', ') || 'nothing');
  add('no regression', debuggability.noRegression, String);
  add('debuggability severity', debuggability.severity, String);
  add('disk saving', saving.disk, ({ from, to }) => `${from} % to ${to} %`);
  add('wire saving', saving.wire, ({ from, to }) => `${from} % to ${to} %`);
  add('saving severity', saving.severity, String);
  add('budget severity', budget.severity, String);
  for (const metric of METRICS) {
    add(`${metric} max`, budget[metric].max, spellBytes);
    add(`${metric} max increase`, budget[metric].increase, ({ bytes, percent, when }) =>
      [
        ...(bytes === undefined ? [] : [spellBytes(bytes)]),
        ...(percent === undefined ? [] : [spellPercent(percent)]),
      ].join(when === 'all' ? ' and ' : ' or '),
    );
    add(`${metric} severity`, budget[metric].severity, String);
  }
  add('since release', budget.sinceRelease, (value) =>
    [spellIncrease(value), ...(value.severity === undefined ? [] : [value.severity])].join(', '),
  );
  add('each layer', budget.layers, spellLimit);
  add('waste', budget.waste, spellLimit);
  for (const rule of budget.packages?.value ?? [])
    rows.push([`packages ${rule.match}`, spellPackageRule(rule), rule.line]);
  return rows;
}

function spellLimit({ max, increase, severity }: SizeLimit): string {
  return [
    ...(max === undefined ? [] : [`at most ${spellBytes(max)}`]),
    ...(increase === undefined ? [] : [`grows by ${spellIncrease(increase)}`]),
    ...(severity === undefined ? [] : [severity]),
  ].join(', ');
}

function spellPackageRule({ max, require, severity }: PackageRule): string {
  const what = max !== undefined ? `at most ${spellBytes(max)}` : require === true ? 'required' : 'forbidden';
  return severity === undefined ? what : `${what}, ${severity}`;
}

function baselineLine({
  onMissing,
  onToolchainChange,
  onStale,
  sources,
  maxAge,
}: Policy['baseline']): string {
  const age = maxAge === undefined ? '' : `, older than ${maxAge.value} commits: ${onStale}`;
  return `${sources.join(', ') || 'nowhere'}; missing: ${onMissing}, other toolchain: ${onToolchainChange}${age}`;
}

function overrideLine({ label, allowed, requireReason, skips }: Overrides): string {
  return `label ${label} by ${allowed} or more${requireReason ? ', with a reason' : ''}, sets aside ${skips.join(', ')}`;
}

function contextLine({ today, branch, tag, labels = [], environment }: JudgeContext): string {
  const parts = [
    `branch ${branch ?? '-'}`,
    `tag ${tag ?? '-'}`,
    `labels ${labels.length === 0 ? '-' : labels.join(', ')}`,
    `environment ${environment ?? '-'}`,
    today,
  ];
  return parts.join(', ');
}
