import type { Host } from '@gosymbols/host';
import { type RepairedId, uniqueIdOf } from '@gosymbols/split';
import type { Candidate } from './candidates.ts';
import type { BuildIdRule } from './request.ts';

/** GNU IDs that different files of this run share, with the names of those files. */
export function collisionsAmong(candidates: readonly Candidate[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map<string, Map<string, string>>();
  for (const { record } of candidates) {
    const { gnu, file } = record.before.buildIds;
    if (gnu === undefined) continue;
    const files = byId.get(gnu) ?? new Map<string, string>();
    files.set(file, record.name);
    byId.set(gnu, files);
  }
  return new Map(
    [...byId].filter(([, files]) => files.size > 1).map(([id, files]) => [id, [...files.values()]]),
  );
}

export interface Settled {
  readonly candidate: Candidate;
  readonly repair: RepairedId | undefined;
  readonly refusal?: string;
}

/** Decides what becomes of one binary's build ID, and says so. */
export function settleBuildIds(
  candidate: Candidate,
  collisions: ReadonlyMap<string, readonly string[]>,
  rule: BuildIdRule,
  host: Host,
): Settled {
  const { gnu, constant } = candidate.record.before.buildIds;
  const shared = gnu === undefined ? undefined : collisions.get(gnu);
  if (gnu === undefined || (constant === undefined && shared === undefined))
    return { candidate, repair: undefined };
  const why = constant ?? `it is shared by ${shared?.join(', ')}`;
  const message = `${candidate.record.name}: build ID ${gnu} cannot tell this binary from others: ${why}`;
  if (rule === 'require-unique') return { candidate, repair: undefined, refusal: message };
  if (rule === 'keep') {
    host.warning(`${message}. Debuggers may show the wrong source; use build-ids: repair.`);
    return { candidate, repair: undefined };
  }
  const repair = uniqueIdOf(candidate.path);
  host.notice(
    `${message}. Repaired: ${repair === undefined ? 'no note to write to' : Buffer.from(repair.descriptor).toString('hex')}.`,
  );
  return { candidate, repair };
}
