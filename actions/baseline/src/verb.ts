import { type BaselineAnswer, findBaseline, recordBaseline } from '@gosymbols/baseline';
import { openApi, readRunEvent } from '@gosymbols/github';
import type { Host, Inputs, Outcome, Verb } from '@gosymbols/host';
import { readIndex, type SymbolIndex, writeIndex } from '@gosymbols/record';
import spec from '../action.yml';
import { buildBase } from './build-base.ts';
import { checkedOutHead } from './checked-out-head.ts';
import { type BaselineRequest, requestFrom } from './request.ts';

export const verb: Verb = { name: 'baseline', spec, positional: 'index', run };

/** Finds the earlier index and says where it is from. That there is none is told, and never ends the job. */
async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const request = requestFrom(inputs, host);
  const index = await readIndex(request.indexPath);
  const answer = await look(request, index, host);
  const { record } = answer;
  await writeIndex(request.indexPath, { ...index, baseline: record });
  const found = answer.index !== undefined;
  if (answer.index !== undefined) await writeIndex(request.outPath, answer.index);
  tell(answer, host);
  return {
    outputs: {
      baseline: found ? request.outPath : '',
      source: record.source,
      commit: record.commit ?? '',
      distance: record.distance ?? '',
      why: record.why,
    },
    text: found
      ? `Baseline: ${record.commit} from ${record.source} (${record.why}).`
      : `No baseline: ${record.why}.`,
  };
}

async function look(request: BaselineRequest, index: SymbolIndex, host: Host): Promise<BaselineAnswer> {
  const none = (why: string): BaselineAnswer => ({ record: { source: 'none', why, tried: [] } });
  const event = await readRunEvent(host.env);
  if (event === undefined) return none('this is no workflow run');
  const token = host.env['GITHUB_TOKEN'];
  if (!token) return none('GITHUB_TOKEN is not set, and earlier runs cannot be looked up without it');
  host.secret(token);
  const api = await openApi({ token, apiUrl: event.apiUrl, log: host.info, signal: host.signal });
  const head = await checkedOutHead(host);
  const answer = await findBaseline(api, event, {
    ...request.ladder,
    checkedOut: head === undefined ? {} : { head },
    build: (commit) => buildBase(commit, { host, index, arguments: request.buildArguments }),
  });
  if (request.record) {
    const onDefault = event.name === 'push' && event.ref === `refs/heads/${event.defaultBranch}`;
    if (onDefault) {
      const { branch } = request.ladder;
      await recordBaseline(api, { ...event, branch, commit: event.sha, index });
      host.info(`Recorded ${event.sha} on branch ${branch}.`);
    } else host.info(`Nothing recorded: this is no push to ${event.defaultBranch}.`);
  }
  return answer;
}

function tell({ record }: BaselineAnswer, host: Host): void {
  for (const { source, why } of record.tried) host.info(`${source}: ${why}`);
  if (record.source === 'none') host.warning(`No baseline: ${record.why}.`, { title: 'gosymbols baseline' });
}
