import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './run.ts';

export function sha256Of(path: string): string {
  return `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}

/** Unpacks with tar or dpkg-deb, and gives the digest of each file by its base name. */
export function unpacked(archive: string, into: string): Readonly<Record<string, string>> {
  mkdirSync(into, { recursive: true });
  if (archive.endsWith('.deb')) output('dpkg-deb', ['--extract', archive, into]);
  else output('tar', ['--extract', '--file', archive, '--directory', into]);
  const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ parentPath, name }) => [name, sha256Of(join(parentPath, name))]));
}
