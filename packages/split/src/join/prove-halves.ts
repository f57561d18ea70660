import { crc32 } from 'node:zlib';
import { chunksOf, findSection } from '@gosymbols/elf';
import type { Claim } from '../pair.ts';
import { proveAgreement } from '../proof/agreement.ts';
import { wrongLink } from '../proof/identity.ts';
import { pairFault } from './join-faults.ts';
import type { Halves } from './match-halves.ts';
import { symbolsDisagree } from './symbols-disagree.ts';

/**
 * That the halves are of one build, whatever their IDs say: functions and lines of DWARF, addresses of the symbol
 * table, and the CRC in the debug link where there is one.
 * @throws FormatError (kind `request`) when they are not
 */
export async function proveHalves({ stripped, debug }: Halves, signal?: AbortSignal): Promise<Claim> {
  const agreement = await proveAgreement(stripped, debug, { thorough: true, signal });
  const wrong = agreement.holds ? symbolsDisagree(stripped, debug) : agreement.detail;
  if (wrong !== undefined) throw pairFault(debug, `describes another build: ${wrong}`);
  signal?.throwIfAborted();
  if (findSection(stripped, '.gnu_debuglink') === undefined) return agreement;
  let crc = 0;
  for (const chunk of chunksOf(debug.source)) crc = crc32(chunk, crc);
  const link = wrongLink(stripped, crc >>> 0);
  if (link !== undefined) throw pairFault(debug, `is not the one that the binary was linked to: ${link}`);
  return agreement;
}
