import { type Level, type PublishedLevel, publishedLevel } from '@gosymbols/policy';
import type { BinaryRecord } from '@gosymbols/record';

/** The shipped level; with `+x3` when a verified debug file in a store gives D3 back (docs/policy.md). */
export function publishedLevelOf(record: BinaryRecord): PublishedLevel {
  const after = record.split?.levelAfter ?? record.levelBefore;
  const verified = record.receipts?.some((receipt) => receipt.verified) === true;
  return publishedLevel(after, verified ? record.split?.levelWithDebug : undefined);
}

/** The shipped level; with `+x3` when the split proved a debug file that gives D3 back, published or not. */
export function provenLevelOf({ levelBefore, split }: BinaryRecord): PublishedLevel {
  const proven = split?.debug !== undefined && split.proof.holds;
  return publishedLevel(split?.levelAfter ?? levelBefore, proven ? split.levelWithDebug : undefined);
}

const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  D0: 'opaque',
  D1: 'crash-readable',
  D2: 'observable',
  D3: 'source-level',
  'D3*': 'source-level, no symbol table',
  D4: 'fully inspectable',
};

/** `D1+x3` in words: "crash-readable, source-level with the published debug file". */
export function levelWords(level: PublishedLevel): string {
  const [shipped, suffix] = level.split('+') as [Level, string | undefined];
  const name = LEVEL_NAMES[shipped] ?? shipped;
  return suffix === undefined ? name : `${name}; source-level with the published debug file`;
}
