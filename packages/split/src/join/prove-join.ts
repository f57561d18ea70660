import { FileSource } from '@gosymbols/bytes';
import { readElf } from '@gosymbols/elf';
import type { FilePlan } from '../file-plan.ts';
import { proveDebugContent } from '../proof/debug-content.ts';
import { proveLoadLayout } from '../proof/load-layout.ts';
import { proveLoadedBytes } from '../proof/loaded-bytes.ts';
import { notAsPlanned } from '../proof/section-placement.ts';
import type { Halves } from './match-halves.ts';

export interface JoinProof {
  /** SHA-256 of the full file as it is on disk, `sha256:…`. */
  readonly digest: string;
  /** The first thing that is not as in the halves, in words. */
  readonly difference: string | undefined;
}

/**
 * Reads the full file anew from disk: points 1 to 4 of the split proof, with the halves as what they are compared with.
 */
export async function proveJoin(
  { stripped, debug }: Halves,
  plan: FilePlan,
  path: string,
  signal?: AbortSignal,
): Promise<JoinProof> {
  using source = FileSource.open(path);
  const full = readElf(source);
  const loaded = await proveLoadedBytes({ original: stripped, stripped: full, repair: undefined }, signal);
  const claims = [
    loaded.claim,
    proveLoadLayout({ original: stripped, stripped: full }),
    await proveDebugContent({ original: debug, debug: full }, signal),
  ];
  const failed = claims.find(({ holds }) => !holds);
  return {
    digest: loaded.digests.stripped,
    difference: failed?.detail ?? notAsPlanned('full file', plan, full),
  };
}
