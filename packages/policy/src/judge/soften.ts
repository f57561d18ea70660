import type { Exception, Policy, PolicySeverity } from '../file/policy.ts';
import type { Finding, Severity } from '../level.ts';
import type { Draft } from './case.ts';

const SEVERITIES: Readonly<Record<Exclude<PolicySeverity, 'off'>, Severity>> = {
  error: 'error',
  warn: 'warning',
  notice: 'notice',
};

/**
 * The finding that a draft becomes: none where its severity is `off`, a notice under an exception in force, at most a
 * warning in audit mode.
 * @param artifact the policy's name, which exceptions go by
 * @param label how the finding names what it is about
 */
export function findingOf(
  draft: Draft,
  policy: Policy,
  about: { readonly artifact: string; readonly label: string; readonly today: string },
): Finding | undefined {
  if (draft.severity === 'off') return undefined;
  const exception = policy.exceptions.find(
    ({ rule, artifact, until }) => rule === draft.rule && artifact === about.artifact && until >= about.today,
  );
  const stated = SEVERITIES[draft.severity];
  const severity = policy.mode === 'audit' && stated === 'error' ? 'warning' : stated;
  const { rule, message, measured, limit, next, line } = draft;
  return {
    rule,
    severity: exception === undefined ? severity : 'notice',
    artifact: onOneLine(about.label),
    message: onOneLine(exception === undefined ? message : `${message} ${spellException(exception)}`),
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
