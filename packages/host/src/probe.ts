import { getExecOutput } from '@actions/exec';

export interface Probed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a quick question (`go version`, `git rev-parse`) to its end and says nothing in the log.
 * @returns undefined where there is no such program on the PATH
 */
export async function probe(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Probed | undefined> {
  const env = Object.fromEntries(
    Object.entries(options.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    // The first argument is a command line to @actions/exec: quotes keep a path with spaces whole.
    return await getExecOutput(`"${program}"`, [...args], {
      cwd: options.cwd,
      env,
      silent: true,
      ignoreReturnCode: true,
    });
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** @actions/io has no code for it, only this message. */
function isAbsent(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unable to locate executable file');
}
