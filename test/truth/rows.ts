import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile } from '@gosymbols/inspect';
import { type Capability, type CapabilityId, capabilitiesOf } from '@gosymbols/policy';
import { output } from '../support/run.ts';
import type { Column } from './files.ts';
import type { Observation } from './observe/observation.ts';
import { OLD_DELVE, observeAll } from './observe-all.ts';
import type { Subject } from './subjects.ts';

/** Delve's capability once more, for the old one. */
export type RowId = CapabilityId | 'delve-old';

export interface Row {
  readonly id: RowId;
  readonly claim: Capability;
  readonly observation: Observation;
}

/** Every capability of one file: what we claim, and what its consumer did. */
export async function rowsOf(subject: Subject, column: Column, folder: string): Promise<readonly Row[]> {
  mkdirSync(folder, { recursive: true });
  const facts = await inspectFile(column.file);
  const debug =
    column.debug === undefined ? {} : { debug: await inspectFile(column.debug, { codeOf: column.file }) };
  const old = capabilitiesOf(facts, { ...debug, delve: oldDelveVersion() }).filter(
    ({ id }) => id === 'delve',
  );
  const claims = new Map<RowId, Capability>([
    ...capabilitiesOf(facts, debug).map((claim) => [claim.id, claim] as const),
    ...old.map((claim) => ['delve-old', claim] as const),
  ]);
  const observations = await observeAll(subject, column, folder);
  return [...claims].map(([id, claim]) => {
    const observation = observations[id];
    if (observation === undefined) throw new Error(`nothing was asked about ${id}`);
    return { id, claim, observation };
  });
}

/** What a disagreement is told as. */
export function disagreements(rows: readonly Row[]): readonly string[] {
  return rows
    .filter(({ claim, observation }) => claim.holds !== observation.holds)
    .map(
      ({ id, claim, observation }) =>
        `${id}: claimed ${claim.holds} (${claim.reason}), seen ${observation.holds} ${JSON.stringify(observation.asked)}\n${observation.said}`,
    );
}

export const cellFolder = (folder: string, mode: string): string => join(folder, mode.replace(/\W+/g, '-'));

function oldDelveVersion(): string {
  return /^Version: (\S+)/m.exec(output(OLD_DELVE, ['version']))?.[1] ?? '';
}
