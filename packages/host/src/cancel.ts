/** Status that a shell gives to a program ended by a signal is 128 plus its number. */
const STATUS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

export interface Cancel {
  readonly signal: AbortSignal;
  /** What the process ends with; undefined where nobody cancelled. */
  status(): number | undefined;
}

/**
 * Aborts on the first SIGINT or SIGTERM, so that work in progress can clean up; ends the process on the second. A runner
 * sends SIGINT, SIGTERM 7.5 s later, and kills after another 2.5 s.
 */
export function abortOnSignals(atOnce?: (signal: string) => void): Cancel {
  const controller = new AbortController();
  let status: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (status !== undefined) {
        atOnce?.(name);
        process.exit(STATUS[name]);
      }
      status = STATUS[name];
      controller.abort(cancelled(name));
    });
  }
  return { signal: controller.signal, status: () => status };
}

/** Octokit tries a request again that any other error ended. */
const NAME = 'AbortError';

function cancelled(signal: string): Error {
  const error = new Error(`cancelled by ${signal}`);
  return Object.assign(error, {
    name: NAME,
    kind: 'unavailable',
    code: 'ABORTED',
    next: 'Nothing is left half done; run it again.',
  });
}
