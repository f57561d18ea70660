import { parsePolicy } from '../../file/parse-policy.ts';
import type { Verdict } from '../../level.ts';
import type { JudgeContext } from '../context.ts';
import { splitSubject } from '../example-subject.ts';
import type { EarlierImage, ImageSubject } from '../image/image-case.ts';
import { judge, type PolicyVerdict } from '../judge.ts';
import type { Subject } from '../subject.ts';

/** A policy of one profile and one artifact, and what it judges; for tests. */
export interface Row {
  /** Keys of the profile, one line of flow YAML. */
  readonly profile?: string;
  readonly budget?: string;
  /** Further top-level lines of the policy. */
  readonly top?: string;
  readonly binaries?: readonly Subject[];
  readonly baseline?: readonly Subject[];
  readonly baselineAge?: number;
  readonly release?: readonly Subject[];
  /** In place of files: the artifact is this image. */
  readonly image?: ImageSubject | 'unread';
  readonly baseImage?: ImageSubject;
  readonly releasedImage?: ImageSubject;
  readonly context?: Partial<JudgeContext>;
  /** Findings other than those, as `severity message`, fail the row. */
  readonly finds?: readonly string[];
  readonly verdict?: Verdict;
}

export function policyOf(row: Row): string {
  return [
    'version: 1',
    `profiles: { p: { ${row.profile ?? ''} } }`,
    `artifacts: [{ name: api, ${row.image === undefined ? 'path: "dist/**/api"' : 'image: ghcr.io/acme/api'}, profile: p, budget: { ${row.budget ?? ''} } }]`,
    row.top ?? '',
  ].join('\n');
}

export function run(row: Row): PolicyVerdict {
  const policy = parsePolicy(policyOf(row), '.gosymbols.yml');
  const earlier = (
    binaries: readonly Subject[] | undefined,
    image: ImageSubject | undefined,
  ): { binaries: readonly Subject[]; images: EarlierImage[] } | undefined =>
    binaries === undefined && image === undefined
      ? undefined
      : { binaries: binaries ?? [], images: image === undefined ? [] : [{ artifact: 'api', ...image }] };
  const baseline = earlier(row.baseline, row.baseImage);
  const release = earlier(row.release, row.releasedImage);
  return judge({
    policy,
    index: { binaries: row.binaries ?? (row.image === undefined ? [splitSubject()] : []) },
    ...(typeof row.image === 'object' ? { images: { api: row.image } } : {}),
    ...(baseline === undefined ? {} : { baseline }),
    ...(row.baselineAge === undefined ? {} : { baselineAge: row.baselineAge }),
    ...(release === undefined ? {} : { release }),
    context: { today: '2026-06-01', ...row.context },
  });
}

/** The same row with more lines at the top of its policy. */
export function withTop(row: Row, more: string): Row {
  return { ...row, top: `${row.top ?? ''}\n${more}` };
}
