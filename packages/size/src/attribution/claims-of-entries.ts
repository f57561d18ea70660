import { readFunctions } from '@gosymbols/dwarf';
import { type ElfFile, isAllocated, OpenedContents, SHF } from '@gosymbols/elf';
import { isGoName, type Pclntab } from '@gosymbols/gobinary';
import { FUNCTION_SECTIONS, openDebugSections } from '@gosymbols/inspect';
import { NO_PACKAGE } from './attribution.ts';
import { Claims } from './claims.ts';
import { packageOfSymbol } from './package-of-symbol.ts';

/**
 * Claims of functions by DWARF: a unit of Go is named by its package, and a function reaches to the next one. Data has
 * no sizes there.
 */
export async function claimsOfDwarf(elf: ElfFile, signal?: AbortSignal): Promise<Claims | undefined> {
  using contents = new OpenedContents(elf);
  const sections = await openDebugSections(elf, contents, FUNCTION_SECTIONS, signal);
  const functions = readFunctions(sections);
  if (functions === undefined || functions.count === 0) return undefined;
  const owners = Array.from({ length: functions.count }, (_, index) => {
    const unit = functions.unitOf(index);
    return unit.isGo && unit.name !== undefined ? unit.name : NO_PACKAGE;
  });
  return claimsOf(elf, functions.entries, (index) => owners[index]);
}

/** Claims of functions by pclntab, which no strip tool removes: names and where each begins. */
export function claimsOfPclntab(elf: ElfFile, table: Pclntab): Claims | undefined {
  if (table.textBase === undefined || table.count === 0) return undefined;
  const entries = Float64Array.from({ length: table.count }, (_, index) => Number(table.entryAt(index)));
  return claimsOf(elf, entries, (index) => {
    const { name } = table.functionAt(index);
    return isGoName(name) ? packageOfSymbol(name) : NO_PACKAGE;
  });
}

function claimsOf(
  elf: ElfFile,
  entries: Float64Array,
  ownerOf: (index: number) => string | undefined,
): Claims | undefined {
  const texts = elf.sections
    .filter((section) => isAllocated(section) && (section.flags & SHF.EXECINSTR) !== 0n)
    .map(({ address, size }) => ({ start: Number(address), end: Number(address) + size }));
  const order = Uint32Array.from({ length: entries.length }, (_, index) => index);
  order.sort((a, b) => (entries[a] ?? 0) - (entries[b] ?? 0));
  const claims = new Claims();
  for (const [position, index] of order.entries()) {
    const start = entries[index] ?? 0;
    const text = texts.find((one) => start >= one.start && start < one.end);
    const owner = ownerOf(index);
    if (text === undefined || owner === undefined) continue;
    const next = entries[order[position + 1] ?? -1] ?? text.end;
    claims.add(start, Math.min(next, text.end), owner);
  }
  return claims.count === 0 ? undefined : claims;
}
