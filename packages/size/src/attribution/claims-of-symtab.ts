import { PagedSource } from '@gosymbols/bytes';
import { type ElfFile, eachSymbol, STT, storedBytes, symbolSection } from '@gosymbols/elf';
import { NO_PACKAGE } from './attribution.ts';
import { Claims } from './claims.ts';
import { isOfTheCompiler, packageOfSymbol } from './package-of-symbol.ts';

/** Longer names (of instantiated generics) carry their package in the first bytes. */
const NAME_BYTES = 256;

/** Claims of functions and data by `.symtab`, which knows the exact size of each. */
export function claimsOfSymtab(elf: ElfFile): Claims | undefined {
  const table = symbolSection(elf);
  const strings = table === undefined ? undefined : elf.sections[table.link];
  if (table === undefined || strings === undefined) return undefined;
  const names = new PagedSource(storedBytes(elf, strings));
  const claims = new Claims();
  const go = goText(elf, table, names);
  eachSymbol(elf, table, ({ name, type, section, address, size }) => {
    if (size === 0 || section === 0 || section >= 0xff00) return;
    const code = type === STT.FUNC || type === STT.GNU_IFUNC;
    if (!code && type !== STT.OBJECT && type !== STT.NOTYPE) return;
    const symbol = nameAt(names, name);
    const foreign = code ? address < go.start || address >= go.end : /^[^.:·$]*(\.\d+)?$/.test(symbol);
    const owner = foreign ? NO_PACKAGE : packageOfSymbol(symbol);
    if (owner !== undefined) claims.add(address, address + size, owner);
    else if (code && !isOfTheCompiler(symbol)) claims.add(address, address + size, NO_PACKAGE);
  });
  return claims.count === 0 ? undefined : claims;
}

/** Go code lies between two marks of the linker; gcc's `main.cold` or `f.part.0` outside of them is of no package. */
function goText(
  elf: ElfFile,
  table: Parameters<typeof eachSymbol>[1],
  names: PagedSource,
): { readonly start: number; readonly end: number } {
  const marks = { start: 0, end: Number.POSITIVE_INFINITY };
  eachSymbol(elf, table, ({ name, type, size, address }) => {
    if (size !== 0 || (type !== STT.FUNC && type !== STT.NOTYPE)) return;
    const symbol = nameAt(names, name);
    if (symbol === 'runtime.text') marks.start = address;
    if (symbol === 'runtime.etext') marks.end = address;
  });
  return marks;
}

function nameAt(names: PagedSource, offset: number): string {
  if (offset >= names.size) return '';
  const bytes = names.read(offset, Math.min(NAME_BYTES, names.size - offset));
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.buffer, bytes.byteOffset, end < 0 ? bytes.length : end).toString('utf8');
}
