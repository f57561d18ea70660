import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { OciError } from '../oci-error.ts';
import { parseJson } from '../read-manifest.ts';
import { readWhole } from '../read-whole.ts';
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
    const response = await http.send({ method: 'GET', url, expect: [200, 404] });
    if (response.status === 404 || response.body === null) return;
    const body = Readable.fromWeb(response.body as unknown as ReadableStream);
    const answer = parseJson(await readWhole(body, MAX_PAGE_BYTES, shown(url)), shown(url), 'tag list');
    const tags = (answer as { tags?: unknown } | null)?.tags ?? [];
    if (!Array.isArray(tags)) {
      throw new OciError('the tag list has no list `tags`', {
        kind: 'malformed',
        code: 'REGISTRY_ANSWER',
        file: shown(url),
      });
    }
    yield* tags.filter((tag): tag is Tag => typeof tag === 'string' && isTag(tag));
    url = nextPage(response.headers.get('link'), url);
  }
}
