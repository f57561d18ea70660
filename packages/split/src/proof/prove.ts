import { FileSource } from '@gosymbols/bytes';
import { readElf } from '@gosymbols/elf';
import type { FilePlan } from '../file-plan.ts';
import type { Claim, SplitProof } from '../pair.ts';
import type { SplitRequest } from '../request.ts';
import { proveAgreement } from './agreement.ts';
import { proveDebugContent } from './debug-content.ts';
import { proveIdentity } from './identity.ts';
import { proveLoadLayout } from './load-layout.ts';
import { proveLoadedBytes } from './loaded-bytes.ts';
import { proveSectionPlacement } from './section-placement.ts';

/** Paths of the three files and the plans that the halves were written by. */
export interface ProofRequest {
  readonly original: string;
  readonly stripped: string;
  readonly debug: string;
  readonly strippedPlan: FilePlan;
  readonly debugPlan: FilePlan;
  readonly repair?: SplitRequest['repair'];
  readonly signal?: AbortSignal;
}

/** Reads all three files anew from disk and checks the six points (docs/split-proof.md). */
export async function proveSplit(request: ProofRequest): Promise<SplitProof> {
  using original = FileSource.open(request.original);
  using stripped = FileSource.open(request.stripped);
  using debug = FileSource.open(request.debug);
  const trio = {
    original: readElf(original),
    stripped: readElf(stripped),
    debug: readElf(debug),
    strippedPlan: request.strippedPlan,
    debugPlan: request.debugPlan,
    repair: request.repair,
  };
  const claims: Claim[] = [
    proveLoadedBytes(trio),
    proveLoadLayout(trio),
    proveSectionPlacement(trio),
    await proveDebugContent(trio, request.signal),
    proveIdentity(trio),
    await proveAgreement(trio.stripped, trio.debug, request.signal),
  ];
  return { holds: claims.every(({ holds }) => holds), claims };
}

/** Points that need no original: what `fetch` checks of a debug file that it was given for a binary at hand. */
export async function provePair(
  strippedPath: string,
  debugPath: string,
  signal?: AbortSignal,
): Promise<Claim> {
  using stripped = FileSource.open(strippedPath);
  using debug = FileSource.open(debugPath);
  return await proveAgreement(readElf(stripped), readElf(debug), signal);
}
