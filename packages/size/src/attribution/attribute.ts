import { type ByteSource, FileSource } from '@gosymbols/bytes';
import { ET, readElf } from '@gosymbols/elf';
import { readPclntab } from '@gosymbols/gobinary';
import type { BinaryFacts } from '@gosymbols/inspect';
import { partsOf } from '../parts.ts';
import type { Attribution, AttributionMethod, PackageSize, RemainderSize } from './attribution.ts';
import type { Claims } from './claims.ts';
import { claimsOfDwarf, claimsOfPclntab } from './claims-of-entries.ts';
import { claimsOfSymtab } from './claims-of-symtab.ts';
import { type LoadedRun, loadedRuns } from './loaded-runs.ts';
import { moduleFinder } from './module-of.ts';

/**
 * Code and data of one file by package; best before stripping. Names come from the symbol table, else from DWARF, else
 * from pclntab. Undefined for a file that is not a linked ELF file, or where nothing names its code.
 * @param facts of this very file
 * @throws FormatError where its tables are damaged; the system's error where it cannot be read
 */
export async function attributeFile(
  path: string,
  facts: BinaryFacts,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Attribution | undefined> {
  using source = FileSource.open(path);
  return await attributeSource(source, facts, options);
}

/** The same for bytes that are not a file of their own. */
export async function attributeSource(
  source: ByteSource,
  facts: BinaryFacts,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Attribution | undefined> {
  if (facts.kind !== 'elf') return undefined;
  const elf = readElf(source);
  if (ET[elf.header.type] === 'rel') return undefined;
  const pclntab = readPclntab(elf);
  const found =
    named('symtab', claimsOfSymtab(elf)) ??
    named('dwarf', await claimsOfDwarf(elf, options.signal)) ??
    named('pclntab', pclntab === undefined ? undefined : claimsOfPclntab(elf, pclntab));
  options.signal?.throwIfAborted();
  if (found === undefined) return undefined;
  return sumUp(found, loadedRuns(facts, elf, pclntab), facts);
}

interface Named {
  readonly method: AttributionMethod;
  readonly claims: Claims;
}

function named(method: AttributionMethod, claims: Claims | undefined): Named | undefined {
  return claims === undefined ? undefined : { method, claims };
}

interface Sum {
  bytes: number;
  code: number;
}

function sumUp({ method, claims }: Named, runs: readonly LoadedRun[], facts: BinaryFacts): Attribution {
  const sums = claims.owners.map((): Sum => ({ bytes: 0, code: 0 }));
  const left = new Map<string, number>();
  for (const { section, start, end } of runs) left.set(section, (left.get(section) ?? 0) + end - start);
  let owned = 0;
  let first = 0;
  claims.each((start, end, owner) => {
    const from = Math.max(start, owned);
    if (end <= from) return;
    owned = end;
    while ((runs[first]?.end ?? Number.POSITIVE_INFINITY) <= from) first += 1;
    const sum = sums[owner];
    for (let index = first; sum !== undefined && index < runs.length; index += 1) {
      const run = runs[index] as LoadedRun;
      const bytes = Math.min(end, run.end) - Math.max(from, run.start);
      if (run.start >= end) break;
      if (bytes <= 0) continue;
      sum.bytes += bytes;
      if (run.isCode) sum.code += bytes;
      left.set(run.section, (left.get(run.section) ?? 0) - bytes);
    }
  });
  const { pathOf, moduleOf } = moduleFinder(facts.go);
  return {
    method,
    packages: merged(claims.owners, sums, pathOf)
      .map(([path, sum]): PackageSize => ({ path, ...moduleOf(path), ...sum }))
      .sort(largestFirst),
    remainder: fitted(
      [...left].map(([section, bytes]) => ({ section, bytes })),
      sums,
      facts,
    ),
  };
}

/** `main` becomes its import path, which may be there already by another kind of symbol. */
function merged(
  owners: readonly string[],
  sums: readonly Sum[],
  pathOf: (owner: string) => string,
): [string, Sum][] {
  const rows = new Map<string, Sum>();
  for (const [index, owner] of owners.entries()) {
    const { bytes = 0, code = 0 } = sums[index] ?? {};
    if (bytes === 0) continue;
    const row = rows.get(pathOf(owner)) ?? { bytes: 0, code: 0 };
    rows.set(pathOf(owner), { bytes: row.bytes + bytes, code: row.code + code });
  }
  return [...rows];
}

/** Headers that lie can give pclntab more than where it was found: the remainder then has that much less. */
function fitted(rows: readonly RemainderSize[], sums: readonly Sum[], facts: BinaryFacts): RemainderSize[] {
  const named = sums.reduce((sum, { bytes }) => sum + bytes, 0);
  const wanted = partsOf(facts).codeAndData - named;
  let surplus = rows.reduce((sum, { bytes }) => sum + bytes, 0) - wanted;
  return rows
    .map(({ section, bytes }) => {
      const taken = Math.max(0, Math.min(bytes, surplus));
      surplus -= taken;
      return { section, bytes: bytes - taken };
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes || (a.section < b.section ? -1 : 1));
}

function largestFirst(a: PackageSize, b: PackageSize): number {
  return b.bytes - a.bytes || (a.path < b.path ? -1 : 1);
}
