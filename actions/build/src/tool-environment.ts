type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What belongs to this step and not to a build: inputs, the runner's own tokens and services, and the files through
 * which a step sets outputs, variables and PATH of the steps after it.
 */
const WITHHELD: readonly RegExp[] = [
  /^INPUT_/,
  /^ACTIONS_/,
  /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$/,
  /^STATE_/,
];

/** The environment that a build tool gets: this step's, without what is only the step's own. */
export function toolEnvironment(env: Environment, more: Environment = {}): Environment {
  const kept = Object.entries(env).filter(([name]) => !WITHHELD.some((pattern) => pattern.test(name)));
  return { ...Object.fromEntries(kept), ...more };
}
