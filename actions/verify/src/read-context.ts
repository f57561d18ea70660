import { readFile } from 'node:fs/promises';
import type { Host, Inputs } from '@gosymbols/host';
import type { JudgeContext } from '@gosymbols/policy';

type Env = Host['env'];

/** Where this run stands, from the inputs and, for those that are empty, from the runner's environment. */
export async function readContext(inputs: Inputs, host: Host): Promise<JudgeContext> {
  const branch = inputs.text('branch') ?? branchOf(host.env);
  const tag =
    inputs.text('tag') ?? (host.env['GITHUB_REF_TYPE'] === 'tag' ? host.env['GITHUB_REF_NAME'] : undefined);
  const given = inputs.list('labels');
  const environment = inputs.text('environment');
  return {
    today: host.now().toISOString().slice(0, 10),
    ...(branch === undefined ? {} : { branch }),
    ...(tag === undefined ? {} : { tag }),
    ...(environment === undefined ? {} : { environment }),
    labels: given.length > 0 ? given : await eventLabels(host),
  };
}

/**
 * The branch on which the change lands. A merge group runs on `gh-readonly-queue/<base>/pr-<number>-<sha>`; a pull
 * request has `GITHUB_BASE_REF`.
 */
function branchOf(env: Env): string | undefined {
  if (env['GITHUB_BASE_REF']) return env['GITHUB_BASE_REF'];
  const ref = env['GITHUB_REF_TYPE'] === 'branch' ? env['GITHUB_REF_NAME'] : undefined;
  return /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(ref ?? '')?.[1] ?? (ref || undefined);
}

/** Labels of the pull request in the event that started the workflow; none where there is no such event. */
async function eventLabels(host: Host): Promise<string[]> {
  const path = host.env['GITHUB_EVENT_PATH'];
  if (host.kind !== 'github' || !path) return [];
  try {
    const event = JSON.parse(await readFile(path, 'utf8')) as {
      pull_request?: { labels?: readonly { name?: unknown }[] };
    };
    const names = event.pull_request?.labels?.map(({ name }) => name) ?? [];
    return names.filter((name) => typeof name === 'string');
  } catch (error) {
    host.warning(`The labels of the pull request could not be read from the event: ${String(error)}`);
    return [];
  }
}
