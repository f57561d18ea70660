import { statSync } from 'node:fs';
import type { Host } from '@gosymbols/host';
import type { Candidate } from './candidates.ts';

/** Replacing one name of a file leaves its other names with what was there: it should not surprise. */
export function warnOfOtherNames({ record, path, strippedPath }: Candidate, host: Host): void {
  if (path !== strippedPath) return;
  const others = statSync(path).nlink - 1;
  if (others <= 0) return;
  const names = others === 1 ? 'one other name (hard link) keeps' : `${others} other names (hard links) keep`;
  host.warning(`${record.name}: ${names} the unstripped file.`);
}
