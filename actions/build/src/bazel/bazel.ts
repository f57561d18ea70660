import { type Host, runProcess } from '@gosymbols/host';
import { toolEnvironment } from '../tool-environment.ts';

/** A Bazel to run, always with the same startup options: with others it would start another server. */
export interface Bazel {
  readonly program: string;
  readonly startup: readonly string[];
  readonly cwd: string;
  readonly host: Host;
  /** Milliseconds for each call. */
  readonly timeout: number | undefined;
}

/** Milliseconds that a server has to end; a client that was killed leaves it with an action that runs on. */
const PATIENCE = 30_000;

/**
 * The client ends when it is interrupted, its server lives on for hours: a cancelled build leaves no process. Runs after
 * the cancellation, and so does not heed it.
 */
export async function endServer({ program, startup, cwd, host }: Bazel): Promise<void> {
  const { signal } = new AbortController();
  try {
    await runProcess({
      ...{ program, args: [...startup, 'shutdown'], cwd, signal, timeout: PATIENCE },
      env: toolEnvironment(host.env),
    });
  } catch (error) {
    host.warning(`bazel shutdown: ${error instanceof Error ? error.message : String(error)}`);
  }
}
