import type { getOctokit } from '@actions/github';

export type GitHubApi = ReturnType<typeof getOctokit>;

/** A limit that is lifted within so many seconds is waited for; the job's time is somebody's money. */
const LONGEST_WAIT = 90;
const WAITS = 2;

export interface ApiOptions {
  readonly token: string;
  /** `https://api.github.com`, or that of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Told when a request waits or is tried again. */
  log(message: string): void;
  readonly signal?: AbortSignal;
  /** Milliseconds that count as a second while waiting. Default: 1000. */
  readonly second?: number;
}

/**
 * The GitHub API. Requests that fail on GitHub's side are tried three more times, after 1, 4 and 9 seconds; rate
 * limits are waited for when they are short.
 */
export async function openApi({ token, apiUrl, log, signal, second = 1000 }: ApiOptions): Promise<GitHubApi> {
  // Loaded here: the HTTP stack below costs start-up time that verbs without GitHub need not pay.
  const [{ getOctokit: connect }, { retry }, { throttling }] = await Promise.all([
    import('@actions/github'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ]);
  const waits =
    (what: string) =>
    (
      seconds: number,
      { method, url }: { method: string; url: string },
      _: unknown,
      tries: number,
    ): boolean => {
      const wait = tries < WAITS && seconds <= LONGEST_WAIT;
      log(
        `GitHub's ${what} is reached at ${method} ${url}, lifted in ${seconds} s: ${wait ? 'waiting' : 'giving up'}.`,
      );
      return wait;
    };
  const quiet = { debug: () => {}, info: () => {}, warn: log, error: () => {} };
  return connect(
    token,
    {
      baseUrl: apiUrl,
      log: quiet,
      userAgent: 'gosymbols',
      ...(signal === undefined ? {} : { request: { signal } }),
      retry: { retryAfterBaseValue: second },
      throttle: {
        // Without an id of its own a client would share its pace with every other of this process.
        id: crypto.randomUUID(),
        retryAfterBaseValue: second,
        fallbackSecondaryRateRetryAfter: 60,
        onRateLimit: waits('rate limit'),
        onSecondaryRateLimit: waits('secondary rate limit'),
      },
    },
    throttling,
    retry,
  );
}
