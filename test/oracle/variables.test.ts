import { type VariableCoverage, variableCoverage, type WorstFunction } from '@gosymbols/inspect';
import { beforeAll, describe, expect, test } from 'vitest';
import { allBuilds } from '../support/build-matrix.ts';
import { goProgram } from '../support/go-programs.ts';
import { output, run } from '../support/run.ts';
import { lacks } from '../support/tools.ts';

/** An expression of no bytes is a location to llvm-dwarfdump; DWARF 5, 2.6.1.1.4 calls it a value that does not exist. */
function asLlvmCounts({ parameters, locals, globals }: VariableCoverage): Record<string, number> {
  return {
    '#params': parameters.count,
    '#params with binary location': parameters.located + parameters.dropped,
    'sum_all_params(#bytes in parent scope)': parameters.scopeBytes,
    'sum_all_params(#bytes in parent scope covered by DW_AT_location)':
      parameters.coveredBytes + parameters.droppedBytes,
    '#params processed by location statistics': parameters.count + parameters.missing,
    '#local vars processed by location statistics': locals.count + locals.missing,
    '#local vars': locals.count + globals.count,
    '#local vars with binary location': locals.located + locals.dropped + globals.located + globals.dropped,
    'sum_all_local_vars(#bytes in parent scope)': locals.scopeBytes,
    'sum_all_local_vars(#bytes in parent scope covered by DW_AT_location)':
      locals.coveredBytes + locals.droppedBytes,
  };
}

/** Names by address; empty where there is no symbol table. */
function textSymbols(path: string): ReadonlyMap<string, string> {
  const { status, stdout, stderr } = run('go', ['tool', 'nm', path]);
  if (status !== 0) expect(stderr).toContain('no symbols');
  const symbols = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [, address, name = ''] = /^\s*([0-9a-f]+) [Tt] (.+)$/.exec(line) ?? [];
    // The linker calls a plugin's own copies of the library's functions local.
    if (name.includes('.')) symbols.set(`0x${address}`, name.replace(/^local\./, ''));
  }
  return symbols;
}

function hiddenBytes({ parameters, locals }: WorstFunction): number {
  return [parameters, locals]
    .map(({ scopeBytes, coveredBytes, missingBytes }) => scopeBytes - coveredBytes + missingBytes)
    .reduce((sum, bytes) => sum + bytes);
}

describe.skipIf(lacks('llvm-dwarfdump', 'gcc')).each(allBuilds())('$name', (build) => {
  let path: string;
  let coverage: VariableCoverage | undefined;
  beforeAll(async () => {
    path = goProgram(build);
    coverage = await variableCoverage(path);
  });

  test('variables, their scopes and what locations cover agree with llvm-dwarfdump, to the byte', () => {
    const statistics: Record<string, unknown> = JSON.parse(output('llvm-dwarfdump', ['--statistics', path]));
    if (coverage === undefined) expect(statistics['#params']).toBe(0);
    else expect(statistics).toMatchObject(asLlvmCounts(coverage));
  });

  test('variables that the compiler dropped are those whose location llvm-dwarfdump shows empty', () => {
    const dump = output('llvm-dwarfdump', ['--debug-info', path]);
    const dropped = { DW_TAG_formal_parameter: 0, DW_TAG_variable: 0 };
    for (const [, tag] of dump.matchAll(
      /\n0x[0-9a-f]+: +(DW_TAG_formal_parameter|DW_TAG_variable)\n(?:[^\n]+\n)*? +DW_AT_location\t\(<empty>\)/g,
    ))
      dropped[tag as keyof typeof dropped] += 1;
    expect({
      DW_TAG_formal_parameter: coverage?.parameters.dropped ?? 0,
      DW_TAG_variable: coverage?.locals.dropped ?? 0,
    }).toEqual(dropped);
  });

  test('the worst functions are those of `go tool nm` at their entry, the worst first', async () => {
    const { worst = [] } = (await variableCoverage(path, { worst: 25 })) ?? {};
    const symbols = textSymbols(path);
    expect(worst).toHaveLength(coverage === undefined ? 0 : 25);
    if (symbols.size > 0) for (const { entry, name } of worst) expect(symbols.get(entry)).toBe(name);
    const hidden = worst.map(hiddenBytes);
    expect(hidden).toEqual([...hidden].sort((a, b) => b - a));
  });

  test('a cancelled walk gives nothing', async () => {
    await expect(variableCoverage(path, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  test('shares are shares', () => {
    for (const counts of coverage === undefined ? [] : [coverage.parameters, coverage.locals]) {
      expect(counts.located + counts.dropped).toBeLessThanOrEqual(counts.count);
      expect(counts.coveredBytes + counts.droppedBytes).toBeLessThanOrEqual(counts.scopeBytes);
    }
  });
});
