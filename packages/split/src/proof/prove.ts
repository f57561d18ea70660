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

export interface Proven {
  readonly proof: SplitProof;
  /** SHA-256 of the three files as they are on disk, `sha256:…`. */
  readonly digests: { readonly original: string; readonly stripped: string; readonly debug: string };
}

/** Reads all three files anew from disk, once each, and checks the six points (docs/split-proof.md). */
export async function proveSplit(request: ProofRequest): Promise<Proven> {
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
  const loaded = await proveLoadedBytes(trio, request.signal);
  const identity = proveIdentity(trio);
  const claims: Claim[] = [
    loaded.claim,
    proveLoadLayout(trio),
    proveSectionPlacement(trio),
    await proveDebugContent(trio, request.signal),
    identity.claim,
    await proveAgreement(trio.stripped, trio.debug, { signal: request.signal }),
  ];
  const proof = { holds: claims.every(({ holds }) => holds), claims };
  return { proof, digests: { ...loaded.digests, debug: identity.digest } };
}

/** Points that need no original: what `fetch` checks of a debug file that it was given for a binary at hand. */
export async function provePair(
  strippedPath: string,
  debugPath: string,
  signal?: AbortSignal,
): Promise<Claim> {
  using stripped = FileSource.open(strippedPath);
  using debug = FileSource.open(debugPath);
  return await proveAgreement(readElf(stripped), readElf(debug), { thorough: true, signal });
}
