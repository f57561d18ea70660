import { OciError } from '../oci-error.ts';
import { parseJson } from '../read-manifest.ts';
import { isTag, type Tag } from '../tag.ts';
import { shown } from './endpoint.ts';
import { nextPage } from './next-page.ts';
import type { RegistryHttp } from './registry-http.ts';

const PAGE = 1000;
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const MAX_PAGES = 1000;

/** `GET tags/list`, following `Link: <…>; rel="next"` within the registry's own origin. */
export async function* listRemoteTags(http: RegistryHttp, endpoint: URL): AsyncIterable<Tag> {
  let url: URL | undefined = new URL(`tags/list?n=${PAGE}`, endpoint);
  for (let page = 0; url !== undefined && page < MAX_PAGES; page++) {
    const call = { method: 'GET', url, expect: [200, 404] } as const;
    const { response, bytes }: Awaited<ReturnType<RegistryHttp['read']>> = await http.read(
      call,
      MAX_PAGE_BYTES,
    );
    if (response.status === 404) return;
    const answer = parseJson(bytes, shown(url), 'tag list');
    const tags = (answer as { tags?: unknown } | null)?.tags ?? [];
    if (!Array.isArray(tags)) {
      throw new OciError('the tag list has no list `tags`', {
        kind: 'malformed',
        code: 'REGISTRY_ANSWER',
        file: shown(url),
      });
    }
    yield* tags.filter((tag): tag is Tag => typeof tag === 'string' && isTag(tag));
    url = nextPage(response.header('link'), url);
  }
}
