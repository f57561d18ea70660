import type { BlobId } from '../object-store.ts';
import { readWhole } from '../read-whole.ts';
import { shown } from './endpoint.ts';
import type { RegistryHttp } from './registry-http.ts';

/** Some bytes of a blob, as they came; undefined where the registry gives no such range. */
export async function downloadRange(
  http: RegistryHttp,
  url: URL,
  { blob, start, length }: { readonly blob: BlobId; readonly start: number; readonly length: number },
): Promise<Buffer | 'missing' | undefined> {
  const headers = { range: `bytes=${start}-${start + length - 1}` };
  const response = await http.send({ method: 'GET', url, headers, expect: [200, 206, 404, 416] });
  // Gitea ignores ranges and answers 200; a server may also answer 206 with another range than was asked for.
  const [, first, last, total] =
    /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.header('content-range') ?? '') ?? [];
  const isThatBlob = total === '*' || Number(total) === blob.size;
  const isThatRange = isThatBlob && Number(first) === start && Number(last) === start + length - 1;
  if (response.status !== 206 || !isThatRange) {
    response.discard();
    return response.status === 404 ? 'missing' : undefined;
  }
  const bytes = await readWhole(response.body, length, shown(url));
  return bytes.length === length ? bytes : undefined;
}
