import { type GitHubApi, openApi, type RunEvent, readRunEvent } from '@gosymbols/github';
import { type Host, RequestError } from '@gosymbols/host';

export interface Connection {
  readonly event: RunEvent;
  readonly api: GitHubApi;
}

/**
 * The workflow run that this is part of, and the API with its token.
 * @returns why there is none: outside a workflow nobody is asked
 * @throws RequestError in a workflow without a token
 */
export async function connect(host: Host): Promise<Connection | { readonly none: string }> {
  const found = await tokenOf(host);
  if (found === undefined) return { none: 'this is no workflow run' };
  const { event, token } = found;
  return { event, api: await openApi({ token, apiUrl: event.apiUrl, log: host.info, signal: host.signal }) };
}

/**
 * The token of the workflow run, masked from here on; undefined outside a workflow.
 * @throws RequestError in a workflow without one
 */
export async function tokenOf(
  host: Host,
): Promise<{ readonly event: RunEvent; readonly token: string } | undefined> {
  const event = await readRunEvent(host.env);
  if (event === undefined) return undefined;
  const token = host.env['GITHUB_TOKEN'];
  if (!token) {
    throw new RequestError('GITHUB_TOKEN is not set, and there is no comment without it', {
      code: 'TOKEN_MISSING',
      next: 'Give this step `env: GITHUB_TOKEN` with the value of `github.token`.',
    });
  }
  host.secret(token);
  return { event, token };
}
