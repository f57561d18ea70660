import { rm } from 'node:fs/promises';
import { UnavailableError } from '@gosymbols/host';
import { inspectFile } from '@gosymbols/inspect';
import { provePair } from '@gosymbols/split';

/**
 * Compares every function of the debug file with the binary's own table (docs/split-proof.md, point 6): that trusts
 * neither build ID nor store. A file that was just written and does not belong to the binary is taken away again:
 * debuggers would use it without a word.
 * @returns what was compared; undefined where the binary has no table
 * @throws UnavailableError `SYMBOLS_DO_NOT_MATCH`
 */
export async function provenPair(
  pair: {
    readonly binary: string;
    readonly debug: string;
    readonly written: boolean;
    readonly store: string;
  },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { pclntab } = await inspectFile(pair.binary);
  if (pclntab === undefined) return undefined;
  try {
    const { holds, detail } = await provePair(pair.binary, pair.debug, signal);
    if (holds) return detail;
    throw new UnavailableError(`the symbols from ${pair.store} do not belong to ${pair.binary}: ${detail}`, {
      code: 'SYMBOLS_DO_NOT_MATCH',
      next: 'Another build was published under this build ID: split with build-ids `repair`, then publish and ship that build.',
    });
  } catch (error) {
    if (pair.written) await rm(pair.debug, { force: true });
    throw error;
  }
}
