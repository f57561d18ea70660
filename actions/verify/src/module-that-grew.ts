import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding, JudgedBinary } from '@gosymbols/policy';
import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import { compareModules, comparePackages, type ModuleChange } from '@gosymbols/size';

/** Rules about growth since an earlier build; only there does a module stand for the cause. */
const GROWTH: ReadonlySet<string> = new Set(['SZ002', 'SZ003']);

export interface Cause {
  readonly file: string;
  readonly line: number;
  /** e.g. `golang.org/x/net v0.30.0 -> v0.31.0` */
  readonly change: string;
}

/**
 * The line of `go.mod` that requires the module which brought most of the growth that a finding is about; undefined where no
 * module came or moved, or go.mod does not list it.
 */
export async function causeIn(
  cwd: string,
  finding: Finding,
  sides: {
    readonly now: SymbolIndex;
    readonly earlier: SymbolIndex | undefined;
    readonly judged: readonly JudgedBinary[];
  },
): Promise<Cause | undefined> {
  if (!GROWTH.has(finding.rule) || sides.earlier === undefined) return undefined;
  const name = sides.judged.find(({ artifact }) => artifact === finding.artifact)?.binary;
  const now = sides.now.binaries.find((record) => record.name === name);
  const then = sides.earlier.binaries.find((record) => record.name === name);
  if (now === undefined || then === undefined) return undefined;
  const grown = changesOf(then, now).filter(({ after, bytes = 0 }) => after !== undefined && bytes > 0);
  const [most] = grown;
  if (most === undefined) return undefined;
  const line = lineOf(await goMod(cwd), most.path);
  return line === undefined ? undefined : { file: 'go.mod', line, change: spell(most) };
}

function changesOf(then: BinaryRecord, now: BinaryRecord): readonly ModuleChange[] {
  return compareModules(then.before.go, now.before.go, comparePackages(then.packages, now.packages));
}

async function goMod(cwd: string): Promise<string> {
  try {
    return await readFile(join(cwd, 'go.mod'), 'utf8');
  } catch {
    // A workspace or a checkout without sources: the policy's line stands.
    return '';
  }
}

/** `require` lines name a module and its version, alone or in a block (Go Modules Reference, go.mod files). */
function lineOf(text: string, module: string): number | undefined {
  const index = text.split('\n').findIndex((line) => {
    const [first, second] = line.trim().split(/\s+/);
    return first === module || (first === 'require' && second === module);
  });
  return index < 0 ? undefined : index + 1;
}

function spell({ path, before, after }: ModuleChange): string {
  return before === undefined ? `${path} ${after}, new` : `${path} ${before} -> ${after}`;
}
