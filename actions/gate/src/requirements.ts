import { type Inputs, RequestError } from '@gosymbols/host';
import { matcher, parseDate, whyBadGlob } from '@gosymbols/policy';

/** Which binaries must have symbols, and which are let off for a while. */
export interface Requirements {
  /** Undefined: all. */
  readonly required: readonly string[] | undefined;
  readonly allowances: readonly Allowance[];
  /** `YYYY-MM-DD` of the day of the run. */
  readonly today: string;
}

/** `NAME until YYYY-MM-DD: REASON` */
export interface Allowance {
  readonly name: string;
  /** Its last day. */
  readonly until: string;
  readonly reason: string;
}

export function readRequirements(inputs: Inputs, now: Date): Requirements {
  const required = inputs.list('require');
  const all = required.length === 0 || (required.length === 1 && required[0] === 'all');
  for (const glob of all ? [] : required) assertGlob('require', glob);
  return {
    required: all ? undefined : required,
    allowances: inputs.list('allow').map(allowanceOf),
    today: now.toISOString().slice(0, 10),
  };
}

/** Names match as a whole, or by their last part: `api` matches `dist/api`. */
export function matchesName(glob: string, name: string): boolean {
  const matches = matcher(glob);
  return matches(name) || matches(name.split('/').at(-1) ?? name);
}

/** The allowance for a binary: one that holds today before one that has ended. */
export function allowanceFor(
  name: string,
  { allowances, today }: Requirements,
): (Allowance & { readonly holds: boolean }) | undefined {
  const own = allowances
    .filter((allowance) => matchesName(allowance.name, name))
    .map((allowance) => ({ ...allowance, holds: allowance.until >= today }));
  return own.find(({ holds }) => holds) ?? own[0];
}

function allowanceOf(line: string): Allowance {
  const [, name = '', until = '', reason = ''] = /^(\S+) until (\S+?): *(.*)$/.exec(line) ?? [];
  const wrong = (why: string): RequestError =>
    new RequestError(`input \`allow\`: ${why}`, {
      code: 'INPUT_VALUE',
      next: 'Write a name or glob, a last day and a reason: `legacy-agent until 2027-03-31: vendor ships no symbols`.',
    });
  if (name === '') throw wrong(`\`${line}\` is not of the form \`NAME until YYYY-MM-DD: REASON\``);
  const date = parseDate(until);
  if (typeof date === 'string') throw wrong(date);
  if (reason.trim() === '') throw wrong(`\`${line}\` gives no reason`);
  assertGlob('allow', name);
  return { name, until: date.date, reason: reason.trim() };
}

function assertGlob(input: string, glob: string): void {
  const why = whyBadGlob(glob);
  if (why === undefined) return;
  throw new RequestError(`input \`${input}\`: ${why}`, {
    code: 'INPUT_VALUE',
    next: 'Write names or globs, one per line.',
  });
}
