import type { BinaryFacts } from '@gosymbols/inspect';

/** Bytes that the process maps: allocated sections, `.bss` included. 0 for a file that is not ELF: it is not known. */
export function loadedOf(facts: BinaryFacts): number {
  return facts.elf?.loadedBytes ?? 0;
}
