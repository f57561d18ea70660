import type { MeasuredImage } from '@gosymbols/size';
import type { Artifact, Policy, PolicySeverity, Settings } from '../../file/policy.ts';
import type { Draft } from '../case.ts';
import type { Subject } from '../subject.ts';

/** What is judged of an image: plain data, as packages/image reads it. A record of gosymbols.json has all of it. */
export interface ImageSubject extends MeasuredImage {
  readonly name: string;
  /** The Go programs that it shows. */
  readonly binaries: readonly Subject[];
}

/** An image of an earlier index: `artifact` is the policy's name for it. */
export interface EarlierImage extends ImageSubject {
  readonly artifact: string;
}

/** One image before the rules. */
export interface ImageCase {
  readonly policy: Policy;
  readonly artifact: Artifact;
  readonly settings: Settings;
  readonly image: ImageSubject;
  /** The same image in the baseline. */
  readonly base?: ImageSubject;
  /** The same image in the last release. */
  readonly release?: ImageSubject;
  /** Commits of the base branch that the baseline lies behind. */
  readonly baselineAge?: number;
}

export type ImageRule = (judged: ImageCase) => readonly Draft[];

/** The image of the same artifact for the same platform, variants apart: the one of another variant is said to be unlike. */
export function sameImage(
  earlier: { readonly images?: readonly EarlierImage[] } | undefined,
  artifact: Artifact,
  { platform }: ImageSubject,
): EarlierImage | undefined {
  return earlier?.images?.find(
    (image) =>
      image.artifact === artifact.name &&
      image.platform?.os === platform?.os &&
      image.platform?.arch === platform?.arch,
  );
}

/** `off` for the whole budget wins; then the limit's own severity, then the budget's. */
export function limitSeverity(
  { settings: { budget } }: ImageCase,
  own: PolicySeverity | undefined,
): PolicySeverity {
  if (budget.severity?.value === 'off') return 'off';
  return own ?? budget.severity?.value ?? 'error';
}

/** A build step may be as long as a script. */
export function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
