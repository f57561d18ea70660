import { dirname, join } from 'node:path';
import { type Host, runProcess, UnavailableError } from '@gosymbols/host';
import { readIndex, type SymbolIndex } from '@gosymbols/record';

/**
 * The index of another commit: checked out beside this one, built and split as this one was. The folder is the run's
 * own and goes with it; the checkout is taken out of git's list.
 * @throws UnavailableError when git, the build or the split fails
 */
export async function buildBase(
  commit: string,
  { host, index, arguments: given }: { host: Host; index: SymbolIndex; arguments: readonly string[] },
): Promise<SymbolIndex> {
  const folder = join(host.tempDir, 'base');
  const git = (...args: string[]): Promise<void> => mustRun(host, host.cwd, 'git', args);
  const gosymbols = (...args: string[]): Promise<void> =>
    mustRun(host, folder, process.execPath, [cliPath(), ...args]);
  await git('fetch', '--quiet', '--depth=1', 'origin', commit).catch((error: unknown) => {
    host.debug(`${commit} was not fetched, it may be here: ${String(error)}`);
  });
  await git('worktree', 'add', '--quiet', '--detach', '--force', folder, commit);
  try {
    const made = join('dist', 'gosymbols.json');
    await gosymbols('build', '--index', made, ...given);
    const strip = index.binaries.find(({ split }) => split !== undefined)?.split?.strip;
    if (strip !== undefined) await gosymbols('split', '--index', made, '--strip', strip);
    return await readIndex(join(folder, made));
  } finally {
    await git('worktree', 'remove', '--force', folder).catch((error: unknown) => host.warning(String(error)));
  }
}

/** The command line stands beside every other bundle; `bin/gosymbols.js` leads to it. */
function cliPath(): string {
  const [, running = ''] = process.argv;
  return /[\\/]dist[\\/][\w-]+\.js$/.test(running) ? join(dirname(running), 'cli.js') : running;
}

async function mustRun(host: Host, cwd: string, program: string, args: readonly string[]): Promise<void> {
  // The child is no step of the workflow: outputs and summary are this one's.
  const env = Object.fromEntries(
    Object.entries(host.env).filter(
      ([name]) => !/^(GITHUB_(OUTPUT|ENV|STEP_SUMMARY|STATE|SHA)|INPUT_.*)$/.test(name),
    ),
  );
  const { status, endedBy, tail } = await runProcess({
    program,
    args,
    cwd,
    env,
    signal: host.signal,
    onLine: host.info,
  });
  if (status === 0) return;
  throw new UnavailableError(
    `${program} ${args[0]} ended with ${status ?? endedBy}: ${tail.slice(-3).join(' | ')}`,
    {
      code: 'BASE_NOT_BUILT',
      next: 'Build the base by hand to see why, or take `build` out of `sources`.',
    },
  );
}
