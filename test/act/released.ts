import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readActions } from '../../scripts/action-tables.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What a release's tag carries and a runner fetches: every action.yml, and `dist` as it was built. No sources. */
export function released(folder: string): string {
  for (const { actionFile } of readActions()) {
    mkdirSync(dirname(join(folder, actionFile)), { recursive: true });
    cpSync(join(ROOT, actionFile), join(folder, actionFile));
  }
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  return folder;
}
