import { matcher } from '../file/check-glob.ts';
import { EMPTY_SETTINGS, mergeBudgets } from '../file/merge-settings.ts';
import type { Artifact, Choice, Condition, Policy, Settings } from '../file/policy.ts';
import type { JudgeContext } from './context.ts';

export interface Selection {
  /** Undefined where the artifact names no profile. */
  readonly choice?: Choice;
  /** The profile's settings, the artifact's budget over them. */
  readonly settings: Settings;
}

/** The first profile whose conditions all hold, with the artifact's own budget laid over it. */
export function selectProfile(policy: Policy, artifact: Artifact, context: JudgeContext): Selection {
  const choice = artifact.choices.find(({ when }) => holds(when, context));
  const profile = choice === undefined ? EMPTY_SETTINGS : (policy.profiles[choice.use] ?? EMPTY_SETTINGS);
  const settings = { ...profile, budget: mergeBudgets(profile.budget, artifact.budget) };
  return choice === undefined ? { settings } : { choice, settings };
}

/** Gives, for a path, the settings of every artifact that covers it. */
export function settingsFor(policy: Policy, context: JudgeContext): (path: string) => Settings[] {
  const artifacts = policy.artifacts.flatMap((artifact) =>
    artifact.path === undefined
      ? []
      : [
          {
            covers: matcher(artifact.path.value),
            settings: selectProfile(policy, artifact, context).settings,
          },
        ],
  );
  return (path) => artifacts.filter(({ covers }) => covers(path)).map(({ settings }) => settings);
}

function holds(when: Condition, context: JudgeContext): boolean {
  const has: Readonly<Record<keyof Condition, readonly string[]>> = {
    branch: context.branch === undefined ? [] : [context.branch],
    tag: context.tag === undefined ? [] : [context.tag],
    label: context.labels ?? [],
    environment: context.environment === undefined ? [] : [context.environment],
  };
  return (Object.keys(has) as (keyof Condition)[]).every((key) => {
    const glob = when[key];
    return glob === undefined || has[key].some(matcher(glob));
  });
}
