/** A build step as people wrote it, without what the builders put around it. */
export function stepText(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c (?:#\(nop\)\s*)?/, '')
    .replace(/\s*# buildkit$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
