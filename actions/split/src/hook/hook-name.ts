import { basename, dirname, relative, sep } from 'node:path';

/**
 * A name for a just-built binary that no other of the same build has, from its path alone: hooks of different targets run
 * at once and know nothing of each other. GoReleaser builds into `dist/<id>_<target>/<binary>`, where `dist` is the
 * folder above the hook's: that gives `api_linux_amd64_v1`, or `front_linux_amd64_v1_api` where the id is another word.
 */
export function hookName(path: string, hookDir: string): string {
  const inside = relative(dirname(hookDir), dirname(path)).split(sep).filter(Boolean);
  const base = basename(path).replace(/\.exe$/, '');
  const folders = inside.filter((folder) => folder !== '..').join('_');
  if (folders === '') return base;
  return folders === base || folders.startsWith(`${base}_`) ? folders : `${folders}_${base}`;
}
