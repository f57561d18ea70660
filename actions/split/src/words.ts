import { spellBytes } from '@gosymbols/policy';
import type { BinaryRecord } from '@gosymbols/record';

/** One line of a person's language on what the split did. */
export function describeSplit(record: BinaryRecord): string {
  const { split } = record;
  if (split === undefined) return `${record.before.kind}, passed through`;
  const { original, stripped, proof, levelAfter } = split;
  const saved = ((1 - stripped.size / original.size) * 100).toFixed(1);
  const points = `${proof.claims.filter(({ holds }) => holds).length} of ${proof.claims.length} points proven`;
  return `${spellBytes(original.size)} -> ${spellBytes(stripped.size)} (-${saved} %), ${record.levelBefore} -> ${levelAfter}, ${points}`;
}
