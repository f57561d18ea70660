import { DEFAULT_NOISE } from '@gosymbols/size';
import { buildBudget, stated } from './build-settings.ts';
import { suggest } from './nearest-word.ts';
import type { Artifact, Choice, Exception, Policy } from './policy.ts';
import type { ArtifactDocument, ExceptionDocument, PolicyDocument } from './policy-document.ts';
import type { Path } from './read-yaml.ts';
import { resolveProfiles } from './resolve-profiles.ts';

/** Where values stand, and who is told of names that lead nowhere. */
export interface Sourcing {
  lineOf(path: Path): number;
  complain(path: Path, message: string): void;
}

/** Resolves names and fills in defaults. What is wrong is complained of; the policy is of use only where nothing was. */
export function buildPolicy(document: PolicyDocument, file: string, sourcing: Sourcing): Policy {
  const profiles = resolveProfiles(document.profiles ?? {}, sourcing);
  const names = document.artifacts.map(({ name }) => name);
  if (names.length === 0) sourcing.complain(['artifacts'], '`artifacts` is empty: nothing would be judged');
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) {
      sourcing.complain(['artifacts', index, 'name'], `a second artifact \`${name}\``);
    }
  }
  return {
    file,
    mode: document.mode ?? 'enforce',
    noise: { ...DEFAULT_NOISE, ...document.noise },
    baseline: {
      onMissing: document.baseline?.['on-missing'] ?? 'warn',
      onToolchainChange: document.baseline?.['on-toolchain-change'] ?? 'warn',
      onStale: document.baseline?.['on-stale'] ?? 'warn',
      sources: document.baseline?.sources ?? ['artifact', 'branch', 'build'],
      ...stated('maxAge', document.baseline?.['max-age-commits'], ['baseline', 'max-age-commits'], sourcing),
    },
    profiles,
    artifacts: document.artifacts.map((artifact, index) =>
      buildArtifact(artifact, ['artifacts', index], Object.keys(profiles), sourcing),
    ),
    exceptions: (document.exceptions ?? []).map((exception, index) =>
      buildException(exception, ['exceptions', index], names, sourcing),
    ),
    ...buildOverrides(document.overrides, sourcing),
    ...(document.ratchet && {
      ratchet: { headroom: document.ratchet.headroom, unused: document.ratchet.when },
    }),
  };
}

function buildOverrides(
  given: PolicyDocument['overrides'],
  { lineOf, complain }: Sourcing,
): Pick<Policy, 'overrides'> {
  if (given === undefined) return {};
  if (given.skips.length === 0)
    complain(['overrides', 'skips'], '`skips` is empty: nothing would be set aside');
  const { label, allowed = 'write', skips } = given;
  const requireReason = given['require-reason'] ?? true;
  return { overrides: { label, allowed, requireReason, skips, line: lineOf(['overrides']) } };
}

function buildException(
  { until, ...exception }: ExceptionDocument,
  path: Path,
  artifacts: readonly string[],
  { lineOf, complain }: Sourcing,
): Exception {
  const { artifact } = exception;
  if (!artifacts.includes(artifact)) {
    complain([...path, 'artifact'], `there is no artifact \`${artifact}\`${suggest(artifact, artifacts)}`);
  }
  return { ...exception, until: until.date, line: lineOf(path) };
}

function buildArtifact(
  artifact: ArtifactDocument,
  path: Path,
  profiles: readonly string[],
  sourcing: Sourcing,
): Artifact {
  complainOfKind(artifact, path, sourcing);
  const given = (key: 'path' | 'image') => stated(key, artifact[key], [...path, key], sourcing);
  return {
    name: artifact.name,
    line: sourcing.lineOf(path),
    ...given('path'),
    ...given('image'),
    optional: artifact.optional ?? false,
    choices: buildChoices(artifact.profile, [...path, 'profile'], profiles, sourcing),
    budget: buildBudget(artifact.budget, [...path, 'budget'], sourcing),
  };
}

/** Keys that only one kind of artifact has: files of the index, or an image. */
function complainOfKind(
  { name, path, image, budget = {} }: ArtifactDocument,
  at: Path,
  { complain }: Sourcing,
): void {
  if (path === undefined && image === undefined)
    complain(at, `the artifact \`${name}\` has no \`path\` and no \`image\``);
  if (path !== undefined && image !== undefined) {
    complain([...at, 'image'], `the artifact \`${name}\` has both \`path\` and \`image\`: make two of it`);
  }
  const of = (keys: readonly (readonly string[])[], why: string): void => {
    for (const way of keys) {
      const found = way.reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        budget,
      );
      if (found !== undefined) complain([...at, 'budget', ...way], `\`${way.join('.')}\` ${why}`);
    }
  };
  if (image === undefined) of([['layers'], ['waste']], 'is of an artifact with `image`');
  else of([['loaded']], 'is not judged of an image');
}

function buildChoices(
  given: ArtifactDocument['profile'],
  path: Path,
  profiles: readonly string[],
  { lineOf, complain }: Sourcing,
): readonly Choice[] {
  const single = typeof given === 'string';
  const choices = single ? [{ use: given }] : (given ?? []);
  return choices.map(({ use, when = {} }: { use: string; when?: Choice['when'] }, index): Choice => {
    const at = single ? path : [...path, index];
    const named = single ? at : [...at, 'use'];
    if (!profiles.includes(use)) complain(named, `there is no profile \`${use}\`${suggest(use, profiles)}`);
    const last = index === choices.length - 1;
    const always = Object.keys(when).length === 0;
    if (last && !always) complain(at, 'the last profile must have no `when`: every run needs one');
    if (!last && always) complain(at, 'this profile has no `when`, so those after it are never used');
    return { use, when, line: lineOf(at) };
  });
}
