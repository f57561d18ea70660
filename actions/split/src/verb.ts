import { dirname, resolve } from 'node:path';
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
import { findCandidates } from './candidates.ts';
import { readRequest } from './request.ts';
import { splitBinary } from './split-binary.ts';
import { describeSplit } from './words.ts';

export const verb: Verb = { name: 'split', spec, positional: 'binaries', run };

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const request = readRequest(inputs);
  const { candidates, base, indexPath } = await findCandidates(request, host);
  const colliding = collisionsAmong(candidates);
  const settled = candidates.map((candidate) => settleBuildIds(candidate, colliding, request.buildIds, host));
  const refused = settled.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal]));
  if (refused.length > 0) {
    for (const message of refused) host.error(message);
    return { outputs: { index: '', binaries: [], saved: 0 }, verdict: 'fail', text: refused.join('\n') };
  }
  await makeFolder(dirname(indexPath));
  for (const { debugPath } of candidates) await makeFolder(dirname(debugPath));
  const records: BinaryRecord[] = [];
  const failures: unknown[] = [];
  for (const { candidate, repair } of settled) {
    const progress = host.progress(candidate.record.name);
    try {
      const record = await splitBinary({ candidate, repair, request, indexPath, host, progress });
      records.push(record);
      progress.done(describeSplit(record));
    } catch (error) {
      progress.failed(describeFault(faultOf(error)));
      records.push(candidate.record);
      failures.push(error);
      if (host.signal.aborted) break;
    }
  }
  if (failures.length === records.length && failures.length > 0) throw failures[0];
  const untouched = settled.slice(records.length).map(({ candidate }) => candidate.record);
  await writeIndex(indexPath, indexOf([...records, ...untouched], base, host));
  if (failures.length > 0 && host.signal.aborted) throw failures.at(-1);
  if (failures.length > 0) throw someFailed(failures, settled.length, indexPath);
  return outcomeOf(records, indexPath);
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

function outcomeOf(records: readonly BinaryRecord[], indexPath: string): Outcome {
  const split = records.flatMap((record) =>
    record.split === undefined ? [] : [{ record, split: record.split }],
  );
  return {
    outputs: {
      index: indexPath,
      binaries: split.map(({ record, split: { original, stripped, debug, after } }) => ({
        name: record.name,
        stripped: resolve(indexPath, '..', stripped.path),
        debug: debug === undefined ? null : resolve(indexPath, '..', debug.path),
        buildId: after.buildIds.gnu ?? null,
        sizeBefore: original.size,
        sizeAfter: stripped.size,
      })),
      saved: split.reduce((sum, { split: { original, stripped } }) => sum + original.size - stripped.size, 0),
    },
    text: [
      ...split.map(({ record }) => `${record.name}: ${describeSplit(record)}`),
      `index: ${indexPath}`,
    ].join('\n'),
  };
}
