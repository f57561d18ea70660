import type { Host } from './host.ts';
import { probe } from './process.ts';

/** Where the sources came from, as far as the environment or git can tell. */
export interface SourceFacts {
  readonly repository?: string;
  readonly commit?: string;
  readonly ref?: string;
}

/** GitHub's variables first; then the git checkout around `directory`. */
export async function sourceFacts(host: Host, directory: string): Promise<SourceFacts> {
  const { GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_REF: ref } = host.env;
  const commit = sha ?? (await git(host, directory, ['rev-parse', 'HEAD']));
  const branch = ref ?? (await git(host, directory, ['symbolic-ref', '-q', 'HEAD']));
  return {
    ...(repository === undefined ? {} : { repository }),
    ...(commit === undefined ? {} : { commit }),
    ...(branch === undefined ? {} : { ref: branch }),
  };
}

async function git(host: Host, cwd: string, args: readonly string[]): Promise<string | undefined> {
  const result = await probe('git', args, { cwd, env: host.env });
  return result !== undefined && result.exitCode === 0 ? result.stdout.trim() : undefined;
}
