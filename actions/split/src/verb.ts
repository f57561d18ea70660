import { dirname } from 'node:path';
import {
  describeFault,
  faultOf,
  type Host,
  type Inputs,
  makeFolder,
  type Outcome,
  UnavailableError,
  type Verb,
} from '@gosymbols/host';
import { type BinaryRecord, newIndex, type SymbolIndex, writeIndex } from '@gosymbols/record';
import spec from '../action.yml';
import { collisionsAmong, settleBuildIds } from './build-ids.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { warnOfOtherNames } from './hard-links.ts';
import { splitInHook } from './hook/split-in-hook.ts';
import { outcomeOf } from './outcome.ts';
import { splitAll } from './pool.ts';
import { readRequest } from './request.ts';
import type { SplitAnswer, SplitTask } from './split-task.ts';

export const verb: Verb = { name: 'split', spec, positional: 'binaries', run };

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const request = readRequest(inputs);
  if (request.hook !== undefined) return splitInHook(request, request.hook, host);
  const { candidates: all, unreadable, base, indexPath } = await findCandidates(request, host);
  const candidates = all.filter(({ isSplit }) => !isSplit);
  const done = all.filter(({ isSplit }) => isSplit).map(({ record }) => record);
  if (candidates.length === 0 && unreadable.length === 0) return outcomeOf(done, indexPath);
  const colliding = collisionsAmong(candidates);
  const settled = candidates.map((candidate) => settleBuildIds(candidate, colliding, request.buildIds, host));
  const refused = settled.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]));
  if (refused.length > 0) {
    for (const message of refused) host.error(message);
    return { outputs: { index: '', binaries: [], saved: 0 }, verdict: 'fail', text: refused.join('\n') };
  }
  await makeFolder(dirname(indexPath));
  for (const { debugPath } of candidates) await makeFolder(dirname(debugPath));
  for (const candidate of candidates) warnOfOtherNames(candidate, host);
  const tasks = settled.map(({ candidate, repair }) => ({ candidate, repair, request, indexPath }));
  const answers = await splitWithProgress(tasks, host);
  const fresh = answers.map((answer, index) => recordOf(answer, tasks[index]));
  const records = inOrder(all, [...done, ...fresh]);
  const failures = [
    ...unreadable,
    ...answers.flatMap((answer) => (answer !== undefined && 'error' in answer ? [answer.error] : [])),
  ];
  const tried = answers.filter((answer) => answer !== undefined).length;
  if (failures.length - unreadable.length === tried && failures.length > 0) throw failures[0];
  if (tried === 0) host.signal.throwIfAborted();
  await writeIndex(indexPath, indexOf(records, base, host));
  // A cancellation that came when all was done changes nothing.
  if (tried < tasks.length || failures.length > 0) host.signal.throwIfAborted();
  if (failures.length > 0) throw someFailed(failures, tasks.length + unreadable.length, indexPath);
  return outcomeOf(records, indexPath);
}

/** One line that says how many are done and what is being done; a failure is told at once. */
async function splitWithProgress(
  tasks: readonly SplitTask[],
  host: Host,
): Promise<readonly (SplitAnswer | undefined)[]> {
  const name = (index: number): string => tasks[index]?.candidate.record.name ?? '';
  const progress = host.progress('split');
  let done = 0;
  const answers = await splitAll(tasks, {
    signal: host.signal,
    onStage: (index, stage) => progress.update(`${done} of ${tasks.length}, ${name(index)}: ${stage}`),
    onDone: () => {
      done += 1;
      progress.update(`${done} of ${tasks.length}`);
    },
  });
  const failed = answers.flatMap((answer, index) =>
    answer !== undefined && 'error' in answer ? [index] : [],
  );
  const text = `${answers.length - failed.length} of ${tasks.length} ${tasks.length === 1 ? 'binary' : 'binaries'}`;
  if (failed.length > 0) progress.failed(failed.map(name).join(', '));
  else progress.done(text);
  return answers;
}

function recordOf(answer: SplitAnswer | undefined, task: SplitTask | undefined): BinaryRecord {
  if (answer !== undefined && 'record' in answer) return answer.record;
  if (task === undefined) throw new RangeError('an answer without a task');
  return task.candidate.record;
}

/** Names are unique in an index. */
function inOrder(candidates: readonly Candidate[], records: readonly BinaryRecord[]): BinaryRecord[] {
  const byName = new Map(records.map((record) => [record.name, record]));
  return candidates.map(({ record }) => byName.get(record.name) ?? record);
}

function indexOf(records: readonly BinaryRecord[], base: SymbolIndex | undefined, host: Host): SymbolIndex {
  const fresh = newIndex(records, { now: host.now(), env: host.env });
  return base === undefined ? fresh : { ...base, tool: fresh.tool, binaries: records };
}

function someFailed(failures: readonly unknown[], of: number, indexPath: string): Error {
  const first = faultOf(failures[0]);
  return new UnavailableError(
    `${failures.length} of ${of} binaries could not be split; the others are in ${indexPath}. First: ${describeFault(first)}`,
    {
      code: 'SPLIT_SOME',
      cause: failures[0],
    },
  );
}
