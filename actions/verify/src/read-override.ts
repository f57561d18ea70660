import { readFile } from 'node:fs/promises';
import { type GitHubApi, openApi, readRunEvent } from '@gosymbols/github';
import type { Host } from '@gosymbols/host';
import type { JudgeContext, OverrideContext, Policy } from '@gosymbols/policy';

/** Events of an issue are old ones first, a hundred a page; a pull request with more is no ordinary one. */
const MAX_EVENTS = 1000;

/**
 * Who put the label of `overrides` on the pull request, what they may do, and the reason that the description gives.
 * Undefined where the label is not there, or there is no token to ask with.
 * @throws GitHubError when the event cannot be read; the request's error when GitHub does not answer
 */
export async function readOverride(
  { overrides }: Policy,
  { labels = [] }: JudgeContext,
  token: string | undefined,
  host: Host,
): Promise<OverrideContext | undefined> {
  if (overrides === undefined || !labels.includes(overrides.label) || token === undefined) return undefined;
  const event = await readRunEvent(host.env);
  if (event?.pull === undefined) return undefined;
  const { owner, repo, apiUrl, pull } = event;
  const api = await openApi({ token, apiUrl, log: host.info, signal: host.signal });
  const by = await whoLabelled(api, { owner, repo, issue_number: pull.number }, overrides.label);
  if (by === undefined) return undefined;
  const { data } = await api.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: by });
  const reason = reasonIn(await descriptionOf(host), overrides.label);
  return { by, permission: data.role_name || data.permission, ...(reason === undefined ? {} : { reason }) };
}

/** The last one who did: a label may have been taken off and put there again. */
async function whoLabelled(
  api: GitHubApi,
  issue: { readonly owner: string; readonly repo: string; readonly issue_number: number },
  label: string,
): Promise<string | undefined> {
  let by: string | undefined;
  let seen = 0;
  const pages = api.paginate.iterator(api.rest.issues.listEvents, { ...issue, per_page: 100 });
  for await (const { data } of pages) {
    for (const event of data) {
      if (event.event === 'labeled' && 'label' in event && event.label.name === label)
        by = event.actor?.login;
    }
    seen += data.length;
    if (seen >= MAX_EVENTS) break;
  }
  return by;
}

async function descriptionOf({ env }: Host): Promise<string> {
  const event = JSON.parse(await readFile(env['GITHUB_EVENT_PATH'] ?? '', 'utf8')) as {
    pull_request?: { body?: unknown };
  };
  const body = event.pull_request?.body;
  return typeof body === 'string' ? body : '';
}

const LONGEST_REASON = 300;

/** `size-override: why`, on a line of its own. */
function reasonIn(description: string, label: string): string | undefined {
  const line = description
    .split(/\r?\n/)
    .map((text) => text.trim())
    .find((text) => text.toLowerCase().startsWith(`${label.toLowerCase()}:`));
  return line?.slice(label.length + 1, label.length + 1 + LONGEST_REASON).trim();
}
