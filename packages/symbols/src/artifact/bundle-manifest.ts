import {
  ANNOTATION_CREATED,
  ANNOTATION_REVISION,
  ANNOTATION_SOURCE,
  ANNOTATION_TITLE,
  type Descriptor,
  digestOfBytes,
  hexOf,
  MAX_TAG_LENGTH,
  type OciPlatform,
  parseTag,
  type Tag,
} from '@gosymbols/oci';
import { SymbolError } from '../symbol-error.ts';
import { ANNOTATION_KEY, ANNOTATION_TOOL_VERSION, ARTIFACT_TYPE_BUNDLE } from './annotation-keys.ts';
import { imageManifest, type LayerFacts, type ManifestDraft, sorted } from './debug-manifest.ts';
import { type Ephemeral, ephemeralAnnotations } from './ephemeral.ts';

/** containerd mounts 500 layers and fails at 501. */
export const MAX_BUNDLE_LAYERS = 500;

/** One release on one platform: the record of its symbols, the referrer of its image, the thing to mount. */
export interface BundleFacts {
  readonly platform: OciPlatform;
  readonly toolVersion: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly subject?: Descriptor;
  /** Set for the bundle of a build that is to go: it is tagged by its label only. */
  readonly ephemeral?: Ephemeral | undefined;
  readonly source?: { readonly repository?: string; readonly commit?: string; readonly ref?: string };
}

export interface BundleMember extends LayerFacts {
  readonly key: string;
}

/**
 * A bundle of the members' layers, each once, ordered by key so that the same members give the same digest.
 * @throws SymbolError `BUNDLE_TOO_LARGE`
 */
export function bundleManifest(facts: BundleFacts, members: readonly BundleMember[]): ManifestDraft {
  const layers = new Map(
    [...members].sort((a, b) => (a.key < b.key ? -1 : 1)).map((member) => [member.descriptor.digest, member]),
  );
  if (layers.size > MAX_BUNDLE_LAYERS) {
    throw new SymbolError(
      `a bundle of ${layers.size} debug files, at most ${MAX_BUNDLE_LAYERS} can be mounted`,
      {
        kind: 'request',
        code: 'BUNDLE_TOO_LARGE',
        next: 'Publish the binaries in several runs, each with an index of its own.',
      },
    );
  }
  return imageManifest({
    artifactType: ARTIFACT_TYPE_BUNDLE,
    layers: [...layers.values()].map(({ descriptor, diffId, key }) => ({
      descriptor: {
        ...descriptor,
        annotations: sorted({ ...descriptor.annotations, [ANNOTATION_KEY]: key }),
      },
      diffId,
    })),
    platform: facts.platform,
    time: facts.time,
    ...(facts.subject === undefined ? {} : { subject: facts.subject }),
    annotations: sorted({
      [ANNOTATION_TOOL_VERSION]: facts.toolVersion,
      [ANNOTATION_TITLE]: `debug symbols of ${layers.size} binaries`,
      [ANNOTATION_CREATED]: new Date(facts.time * 1000).toISOString().replace('.000Z', 'Z'),
      [ANNOTATION_SOURCE]: facts.source?.repository,
      [ANNOTATION_REVISION]: facts.source?.commit,
      ...ephemeralAnnotations(facts.ephemeral),
    }),
  });
}

/** What the name of a bundle is made of. */
type NamedBundle = Pick<BundleFacts, 'platform' | 'source' | 'ephemeral'> & {
  readonly subject?: Pick<Descriptor, 'digest'>;
};

/**
 * `symbols-sha256-<hex>-<os>-<arch>` of the subject; else `release-<tag>-…` of a Git tag, `commit-<sha>-…`, or, for
 * a build that says nothing of its source, `content-<hex>-…` of its layers. Ephemeral ones are
 * `ephemeral-bundle-<label>-…` whatever else is known: a pull request may name a release's image as its subject.
 */
export function bundleTag(facts: NamedBundle, members: readonly BundleMember[]): Tag {
  const { os, architecture, variant } = facts.platform;
  const suffix = `-${[os, architecture, variant].filter((part) => part !== undefined).join('-')}`;
  return parseTag(folded(stemOf(facts, members), MAX_TAG_LENGTH - suffix.length) + suffix);
}

function stemOf({ subject, source, ephemeral }: NamedBundle, members: readonly BundleMember[]): string {
  if (ephemeral !== undefined) return `ephemeral-bundle-${ephemeral.label}`;
  if (subject !== undefined) return `symbols-sha256-${hexOf(subject.digest)}`;
  const release = /^refs\/tags\/(.+)$/.exec(source?.ref ?? '')?.[1];
  if (release !== undefined) return `release-${release}`;
  if (source?.commit !== undefined) return `commit-${source.commit}`;
  return `content-${hexOf(
    digestOfBytes(
      members
        .map(({ descriptor }) => descriptor.digest)
        .sort()
        .join('\n'),
    ),
  )}`;
}

/** Fit for every registry: lower case, tag characters only; a text that had to change ends in a piece of its hash. */
function folded(stem: string, limit: number): string {
  const plain = stem.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
  if (plain === stem && plain.length <= limit) return plain;
  return `${plain.slice(0, limit - 13)}-${hexOf(digestOfBytes(stem)).slice(0, 12)}`;
}
