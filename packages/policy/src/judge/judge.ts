import { matcher } from '../file/check-glob.ts';
import type { Artifact, Policy } from '../file/policy.ts';
import type { Finding, PublishedLevel, Verdict } from '../level.ts';
import { judgeCapabilities } from './capabilities.ts';
import { type Case, type Draft, isForeign, type Rule } from './case.ts';
import { judgeComparability } from './comparability.ts';
import type { JudgeContext } from './context.ts';
import { judgeDebugFile } from './debug-file.ts';
import { judgeFileOnDisk } from './file-on-disk.ts';
import { judgeForbiddenContent } from './forbidden-content.ts';
import { judgeIdentity } from './identity.ts';
import { type EarlierImage, type ImageCase, type ImageSubject, sameImage } from './image/image-case.ts';
import { judgeImage } from './image/judge-image.ts';
import { judgeLevelMinimum } from './level-minimum.ts';
import { judgeOverride } from './override.ts';
import { judgePackages } from './packages.ts';
import { expired, uncovered, unmatched, unread } from './policy-coverage.ts';
import { proposeRatchet, type RatchetProposal } from './ratchet.ts';
import { judgeRegression } from './regression.ts';
import { judgeSaving } from './saving.ts';
import { selectProfile } from './select-profile.ts';
import { judgeSinceRelease } from './since-release.ts';
import { judgeSizeIncrease } from './size-increase.ts';
import { judgeSizeMax } from './size-max.ts';
import { findingOf, onOneLine } from './soften.ts';
import { judgeStripMode } from './strip-mode.ts';
import { type Subject, shippedFacts, shippedLevel, shippedSize } from './subject.ts';

export interface JudgeOptions {
  readonly index: { readonly binaries: readonly Subject[] };
  readonly policy: Policy;
  /** An earlier index to compare with. */
  readonly baseline?: EarlierIndex;
  /** Commits of the base branch that the baseline lies behind, where that is known. */
  readonly baselineAge?: number;
  /** The index of the last release, for SZ003. */
  readonly release?: EarlierIndex;
  /** By artifact: the images that were read. */
  readonly images?: Readonly<Record<string, ImageSubject>>;
  readonly context: JudgeContext;
}

export interface EarlierIndex {
  readonly binaries: readonly Subject[];
  readonly images?: readonly EarlierImage[];
}

export interface PolicyVerdict {
  /** `fail` where any finding is an error. */
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What was judged, in the order of the policy, and by which profile. */
  readonly judged: readonly JudgedBinary[];
  /** Maxima that have become loose, where the policy has a `ratchet`. */
  readonly ratchet: readonly RatchetProposal[];
}

export interface JudgedBinary {
  /** As findings name it. */
  readonly artifact: string;
  /** Name of the binary in the index. */
  readonly binary: string;
  readonly profile?: string;
  readonly level: PublishedLevel;
  /** Bytes of the file that ships. */
  readonly disk: number;
  /** Maxima in force, in bytes. */
  readonly limits?: { readonly disk?: number; readonly wire?: number };
}

const OF_ANY_FILE: readonly Rule[] = [
  judgeFileOnDisk,
  judgeSizeMax,
  judgeSizeIncrease,
  judgeSinceRelease,
  judgePackages,
  judgeComparability,
];
const OF_ELF: readonly Rule[] = [
  judgeStripMode,
  judgeSaving,
  judgeLevelMinimum,
  judgeCapabilities,
  judgeForbiddenContent,
  judgeRegression,
  judgeDebugFile,
  judgeIdentity,
];

/** Judges every binary of the index by the policy. Pure: the same input gives the same findings in the same order. */
export function judge(options: JudgeOptions): PolicyVerdict {
  const { index, policy, context } = options;
  const override = judgeOverride(policy, context);
  const byId = Map.groupBy(index.binaries, (subject) => shippedFacts(subject).buildIds.gnu);
  const covered = new Set<Subject>();
  const findings: Finding[] = [];
  const rows: JudgedBinary[] = [];
  const cases: Case[] = [];
  const find = (drafts: readonly Draft[], artifact: string, label: string = artifact): void => {
    for (const draft of drafts) {
      const finding = findingOf(draft, policy, {
        artifact,
        label,
        today: context.today,
        overridden: override.words,
      });
      if (finding !== undefined) findings.push(finding);
    }
  };
  for (const artifact of policy.artifacts) {
    const image = artifact.image && imageOf(options, artifact.name);
    if (artifact.image !== undefined) {
      find(
        image === undefined
          ? unread(artifact, artifact.image)
          : judgeImage(imageCaseOf(options, artifact, image)),
        artifact.name,
      );
    }
    const matches = artifact.path && matcher(artifact.path.value);
    const matched = image?.binaries ?? index.binaries.filter(({ path }) => matches?.(path) === true);
    if (matched.length === 0 && artifact.path)
      find(unmatched(artifact, artifact.path, index.binaries), artifact.name);
    for (const subject of matched) {
      covered.add(subject);
      const label =
        matched.length === 1 && image === undefined ? artifact.name : `${artifact.name} (${subject.name})`;
      // A file in an image may share its ID with the one that it was stripped from.
      const judged =
        image === undefined
          ? caseOf(options, artifact, subject, byId)
          : caseOf(within(options, artifact, image), artifact, subject, new Map());
      if (image === undefined) cases.push(judged);
      rows.push({
        artifact: onOneLine(label),
        binary: onOneLine(subject.name),
        ...(judged.profile && { profile: judged.profile }),
        level: judged.level,
        disk: shippedSize(subject, 'disk') ?? judged.facts.size,
        ...limitsOf(judged),
      });
      find(image === undefined ? rulesFor(judged) : rulesWithin(judged), artifact.name, label);
    }
  }
  for (const subject of index.binaries) {
    if (!covered.has(subject)) find([uncovered(subject)], subject.name);
  }
  for (const { artifact, ...exception } of policy.exceptions) {
    if (exception.until < context.today) find([expired(exception)], artifact);
  }
  find(override.drafts, 'policy');
  const failed = findings.some(({ severity }) => severity === 'error');
  return {
    verdict: failed ? 'fail' : 'pass',
    findings,
    judged: rows,
    ratchet: proposeRatchet(policy, cases),
  };
}

/** Only what was put there: an artifact may be called `constructor`. */
function imageOf({ images = {} }: JudgeOptions, name: string): ImageSubject | undefined {
  return Object.hasOwn(images, name) ? images[name] : undefined;
}

function imageCaseOf(options: JudgeOptions, artifact: Artifact, image: ImageSubject): ImageCase {
  const { policy, baseline, baselineAge, release, context } = options;
  const base = sameImage(baseline, artifact, image);
  const released = sameImage(release, artifact, image);
  return {
    policy,
    artifact,
    settings: selectProfile(policy, artifact, context).settings,
    image,
    ...(base && { base }),
    ...(released && { release: released }),
    ...(baselineAge !== undefined && { baselineAge }),
  };
}

/** A program in an image is compared with that of the same path in the baseline's image. */
function within(options: JudgeOptions, artifact: Artifact, image: ImageSubject): JudgeOptions {
  const { baseline: _, release: __, ...rest } = options;
  const base = sameImage(options.baseline, artifact, image);
  return base === undefined ? rest : { ...rest, baseline: base };
}

function caseOf(
  { policy, baseline, baselineAge, release, context }: JudgeOptions,
  artifact: Artifact,
  subject: Subject,
  byId: ReadonlyMap<string | undefined, readonly Subject[]>,
): Case {
  const facts = shippedFacts(subject);
  const { choice, settings } = selectProfile(policy, artifact, context);
  const isIt = ({ name, platform }: Subject): boolean =>
    name === subject.name && isSamePlatform(platform, subject.platform);
  const base = baseline?.binaries.find(isIt);
  const released = release?.binaries.find(isIt);
  const files = context.files?.[subject.name];
  return {
    policy,
    artifact,
    settings,
    subject,
    facts,
    level: shippedLevel(subject),
    sameId: byId.get(facts.buildIds.gnu) ?? [],
    ...(choice && { profile: choice.use }),
    ...(base && { base }),
    ...(released && { release: released }),
    ...(baselineAge !== undefined && { baselineAge }),
    ...(files && { files }),
  };
}

function limitsOf({ settings: { budget } }: Case): Pick<JudgedBinary, 'limits'> {
  const [disk, wire] = [budget.disk.max?.value, budget.wire.max?.value];
  if (budget.severity?.value === 'off' || (disk === undefined && wire === undefined)) return {};
  return { limits: { ...(disk !== undefined && { disk }), ...(wire !== undefined && { wire }) } };
}

function isSamePlatform(one: Subject['platform'], other: Subject['platform']): boolean {
  return one?.os === other?.os && one?.arch === other?.arch;
}

/** Of a program in an image: the sizes that the budget limits are the image's. */
function rulesWithin(judged: Case): readonly Draft[] {
  return [judgePackages, ...OF_ELF].flatMap((rule) => rule(judged));
}

function rulesFor(judged: Case): readonly Draft[] {
  const drafts = OF_ANY_FILE.flatMap((rule) => rule(judged));
  if (!isForeign(judged.facts)) return [...drafts, ...OF_ELF.flatMap((rule) => rule(judged))];
  const { strip, debuggability } = judged.settings;
  const line = debuggability.min?.line ?? strip?.line;
  if (line === undefined) return drafts;
  const note: Draft = {
    rule: 'DB001',
    severity: 'notice',
    message: `A ${judged.facts.kind} file: its size is judged, its strip mode and level are not.`,
    next: 'Nothing to do: only ELF files are read further.',
    line,
  };
  return [...drafts, note];
}
