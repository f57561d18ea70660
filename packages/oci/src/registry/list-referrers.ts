import type { Descriptor } from '../descriptor.ts';
import { type Digest, hexOf } from '../digest.ts';
import { readLayoutIndex } from '../layout/layout-index.ts';
import { MAX_MANIFEST_BYTES, MEDIA_TYPE_IMAGE_INDEX } from '../media-types.ts';
import type { ObjectStore } from '../object-store.ts';
import { OciError } from '../oci-error.ts';
import { parseTag, type Tag } from '../tag.ts';
import { shown } from './endpoint.ts';
import { nextPage } from './next-page.ts';
import type { RegistryHttp } from './registry-http.ts';

/** A repository, as far as referrers need it. */
export interface Repository {
  readonly http: RegistryHttp;
  readonly endpoint: URL;
  readonly store: Pick<ObjectStore, 'name' | 'getManifest' | 'putManifest'>;
}

/** Who refers to a subject, and who told us. */
export type Referrers =
  | { readonly listedBy: 'api'; readonly descriptors: readonly Descriptor[] }
  | {
      readonly listedBy: 'tag';
      readonly descriptors: readonly Descriptor[];
      /** The index under the fallback tag as it is stored; a new one where there is none. */
      readonly document: Readonly<Record<string, unknown>>;
    };

const MAX_PAGES = 100;
/** 404 says that there is no such API (distribution-spec 1.1); others are said by older registries and gateways. */
const NO_API = [400, 404, 405, 501];

/**
 * The referrers API where there is one, else the index under the fallback tag. The header `OCI-Subject` is not asked:
 * ECR sets it while its API does not answer.
 */
export async function listReferrers(repository: Repository, subject: Digest): Promise<Referrers> {
  const descriptors: Descriptor[] = [];
  let url: URL | undefined = new URL(`referrers/${subject}`, repository.endpoint);
  for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
    const call = { method: 'GET', url, expect: [200, ...NO_API] } as const;
    const { response, bytes }: Awaited<ReturnType<RegistryHttp['read']>> = await repository.http.read(
      call,
      MAX_MANIFEST_BYTES,
    );
    if (response.status !== 200) return fromFallbackTag(repository, subject);
    descriptors.push(...readLayoutIndex(bytes, shown(url)).manifests);
    url = nextPage(response.header('link'), url);
  }
  return { listedBy: 'api', descriptors };
}

/** Distribution-spec 1.1, "Referrers Tag Schema". */
export function fallbackTag(subject: Digest): Tag {
  return parseTag(`sha256-${hexOf(subject)}`);
}

async function fromFallbackTag(repository: Repository, subject: Digest): Promise<Referrers> {
  const tag = fallbackTag(subject);
  const there = await repository.store.getManifest(tag);
  if (there === undefined) {
    const document = { schemaVersion: 2, mediaType: MEDIA_TYPE_IMAGE_INDEX, manifests: [] };
    return { listedBy: 'tag', descriptors: [], document };
  }
  if (there.mediaType !== MEDIA_TYPE_IMAGE_INDEX) {
    throw new OciError(`tag ${tag}, where referrers are listed, stands for a ${there.mediaType}`, {
      kind: 'malformed',
      code: 'REFERRERS_TAG',
      file: repository.store.name,
      next: 'Something else was pushed under this tag: delete it, or use another repository.',
    });
  }
  const { document, manifests } = readLayoutIndex(there.bytes, `${repository.store.name}:${tag}`);
  return { listedBy: 'tag', descriptors: manifests, document };
}
