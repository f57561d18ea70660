/** GitHub did not do what it was asked, or sent what cannot be used. `kind` decides the exit status. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  readonly kind: 'request' | 'unavailable';
  readonly code:
    | 'GITHUB_ARTIFACT'
    | 'GITHUB_EVENT'
    | 'GITHUB_FORBIDDEN'
    | 'GITHUB_MISSING'
    | 'GITHUB_RATE_LIMIT'
    | 'GITHUB_UNAVAILABLE';
  readonly next: string;

  constructor(
    message: string,
    details: { kind: GitHubError['kind']; code: GitHubError['code']; next: string; cause?: unknown },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.code = details.code;
    this.next = details.next;
  }
}

/** HTTP status of a failed request; undefined where no answer came at all. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : undefined;
}

/** Octokit's error as one of ours: what was asked, what GitHub said, what to do. */
export function explained(error: unknown, doing: string): GitHubError {
  if (error instanceof GitHubError) return error;
  const status = statusOf(error);
  const said = (error instanceof Error ? error.message : String(error)).split(' - http')[0] ?? '';
  const details = (code: GitHubError['code'], next: string) =>
    ({ kind: 'unavailable', code, next, cause: error }) as const;
  const message = `${doing}: GitHub answered ${status ?? 'nothing'}: ${said}`;
  if (isRateLimit(error)) {
    return new GitHubError(
      message,
      details('GITHUB_RATE_LIMIT', 'Run the job again when the limit is reset.'),
    );
  }
  if (status === 401 || status === 403) {
    return new GitHubError(message, details('GITHUB_FORBIDDEN', permissionNext(error)));
  }
  if (status === 404 || status === 410) {
    return new GitHubError(
      message,
      details('GITHUB_MISSING', 'Check the repository and the token’s access.'),
    );
  }
  return new GitHubError(message, details('GITHUB_UNAVAILABLE', 'Run the job again.'));
}

/** GitHub names what would do: `issues=write; pull_requests=write,contents=read`, alternatives between semicolons. */
function permissionNext(error: unknown): string {
  const accepted = headersOf(error)?.['x-accepted-github-permissions'];
  if (typeof accepted !== 'string' || !/^[\w=;,\s]+$/.test(accepted))
    return 'Give the job’s token the permission.';
  const spelled = accepted.split(';').map((set) => {
    const all = set.split(',').map((one) => one.trim().replace('=', ': ').replaceAll('_', '-'));
    return `\`permissions: { ${all.join(', ')} }\``;
  });
  return `Give the job ${spelled.join(' or ')}.`;
}

function headersOf(error: unknown): Record<string, unknown> | undefined {
  return (error as { response?: { headers?: Record<string, unknown> } } | null)?.response?.headers;
}

function isRateLimit(error: unknown): boolean {
  const headers = headersOf(error);
  const status = statusOf(error);
  if (status === 429) return true;
  return (
    status === 403 && (headers?.['x-ratelimit-remaining'] === '0' || headers?.['retry-after'] !== undefined)
  );
}
