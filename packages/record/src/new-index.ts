import type { BinaryRecord, SymbolIndex } from './symbol-index.ts';
import { VERSION } from './version.ts';

/**
 * A fresh index of `binaries`.
 * @param now used unless SOURCE_DATE_EPOCH (seconds, reproducible-builds.org) is in `env`
 */
export function newIndex(
  binaries: readonly BinaryRecord[],
  options: {
    readonly now: Date;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly source?: SymbolIndex['source'];
    readonly release?: SymbolIndex['release'];
  },
): SymbolIndex {
  const epoch = options.env['SOURCE_DATE_EPOCH'];
  const created =
    epoch !== undefined && /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : options.now;
  return {
    schemaVersion: 1,
    tool: { name: 'gosymbols', version: VERSION },
    createdAt: created.toISOString(),
    ...(options.source === undefined ? {} : { source: options.source }),
    ...(options.release === undefined ? {} : { release: options.release }),
    binaries,
  };
}
