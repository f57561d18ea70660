import { setImmediate } from 'node:timers/promises';
import { type ByteSource, FileSource } from '@gosymbols/bytes';
import {
  addCounts,
  emptyTally,
  readVariables,
  type VariableCounts,
  type VariableTable,
} from '@gosymbols/dwarf';
import { OpenedContents, readElf } from '@gosymbols/elf';
import { openDebugSections, VARIABLE_SECTIONS } from './debug-sections.ts';
import { withFile } from './error-place.ts';
import { kindOf } from './kind.ts';
import { type OptimisationCounts, optimisationOf } from './optimisation.ts';
import { WorstFunctions } from './worst-functions.ts';

export interface VariableOptions {
  readonly signal?: AbortSignal;
  /** How many of the functions that hide most to name; none unless asked. */
  readonly worst?: number;
}

/** Where a debugger can find variables, and where it would say `<optimized out>`. */
export interface VariableCoverage {
  /** Functions with code of their own; what is inlined into them counts with them. */
  readonly functions: number;
  readonly parameters: VariableCounts;
  readonly locals: VariableCounts;
  readonly globals: VariableCounts;
  readonly units: OptimisationCounts;
  /** By bytes of code in which a variable has no value, the most first. */
  readonly worst: readonly WorstFunction[];
}

export interface WorstFunction {
  readonly name: string;
  /** Entry address, hexadecimal with `0x`. */
  readonly entry: string;
  readonly parameters: VariableCounts;
  readonly locals: VariableCounts;
}

/**
 * How much of the scopes of parameters and locals has a value for them; `coveredShare` makes a share of the counts. Go's
 * results are parameters too.
 * Walks all of `.debug_info` and the lists it names. Undefined for files without it.
 * @throws FormatError with `file` set when the file is damaged; the system's error when it cannot be opened
 */
export async function variableCoverage(
  path: string,
  options: VariableOptions = {},
): Promise<VariableCoverage | undefined> {
  using source = FileSource.open(path);
  return await variableCoverageOfSource(source, path, options);
}

/** The same for bytes that are not a file of their own. */
export async function variableCoverageOfSource(
  source: ByteSource,
  path: string,
  options: VariableOptions = {},
): Promise<VariableCoverage | undefined> {
  try {
    options.signal?.throwIfAborted();
    if (kindOf(source) !== 'elf') return undefined;
    const elf = readElf(source);
    using contents = new OpenedContents(elf);
    const table = readVariables(await openDebugSections(elf, contents, VARIABLE_SECTIONS, options.signal));
    return table === undefined ? undefined : await sumUp(table, options);
  } catch (error) {
    throw withFile(error, path);
  }
}

/** Other work gets its turn this often. */
const TURN_MS = 50;

async function sumUp(
  table: VariableTable,
  { signal, worst = 0 }: VariableOptions,
): Promise<VariableCoverage> {
  const [parameters, locals, globals] = [emptyTally(), emptyTally(), emptyTally()];
  const units = { optimised: 0, unoptimised: 0, unstated: 0 };
  const hidden = new WorstFunctions(worst);
  let functions = 0;
  let turn = performance.now();
  for (const unit of table) {
    units[optimisationOf(unit.unit)] += 1;
    addCounts(globals, unit.globals);
    for (const entry of unit.functions) {
      if (entry.entry !== undefined) functions += 1;
      addCounts(parameters, entry.parameters);
      addCounts(locals, entry.locals);
      hidden.offer(entry);
    }
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    signal?.throwIfAborted();
    turn = performance.now();
  }
  const named = hidden.list().map(({ offset, entry, ...counts }) => ({
    name: table.nameOf({ offset, entry, ...counts }) ?? '?',
    entry: `0x${(entry ?? 0).toString(16)}`,
    ...counts,
  }));
  return { functions, parameters, locals, globals, units, worst: named };
}
