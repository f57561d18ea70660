/** The target of `Link: <…>; rel="next"` (RFC 8288), where it stays at the registry's own origin. */
export function nextPage(link: string | null, from: URL): URL | undefined {
  const target = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(link ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, from.href)) return undefined;
  const url = new URL(target, from);
  return url.origin === from.origin ? url : undefined;
}
