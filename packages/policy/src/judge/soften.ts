import type { Exception, Policy, PolicySeverity } from '../file/policy.ts';
import type { Finding, Severity } from '../level.ts';
import type { Draft } from './case.ts';

const SEVERITIES: Readonly<Record<Exclude<PolicySeverity, 'off'>, Severity>> = {
  error: 'error',
  warn: 'warning',
  notice: 'notice',
};

/**
 * The finding that a draft becomes: none where its severity is `off`, a notice under an exception in force or an
 * override, at most a warning in audit mode.
 * @param artifact the policy's name, which exceptions go by
 * @param label how the finding names what it is about
 */
export function findingOf(
  draft: Draft,
  policy: Policy,
  about: {
    readonly artifact: string;
    readonly label: string;
    readonly today: string;
    readonly overridden?: string | undefined;
  },
): Finding | undefined {
  if (draft.severity === 'off') return undefined;
  const exception = policy.exceptions.find(
    ({ rule, artifact, until }) => rule === draft.rule && artifact === about.artifact && until >= about.today,
  );
  const words =
    exception !== undefined
      ? spellException(exception)
      : policy.overrides?.skips.includes(draft.rule) === true
        ? about.overridden
        : undefined;
  const stated = SEVERITIES[draft.severity];
  const severity = policy.mode === 'audit' && stated === 'error' ? 'warning' : stated;
  const { rule, message, measured, limit, next, line } = draft;
  return {
    rule,
    severity: words === undefined ? severity : 'notice',
    artifact: onOneLine(about.label),
    message: onOneLine(words === undefined ? message : `${message} ${words}`),
    ...(measured === undefined ? {} : { measured: onOneLine(measured) }),
    ...(limit === undefined ? {} : { limit }),
    next: onOneLine(next),
    at: { file: policy.file, line },
  };
}

function spellException({ until, owner, reason }: Exception): string {
  return `Excepted until ${until} by ${owner}: ${reason}.`;
}

/** Names come from files that others made: a line break among them could begin a workflow command in the log. */
export function onOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd');
}
