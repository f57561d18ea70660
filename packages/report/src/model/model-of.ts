import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import { binaryModelOf, shippedBytes } from './binary-model.ts';
import { type CapabilityJudge, capabilityMatricesOf } from './capability-matrix.ts';
import { findingsOf, verdictOf, worstByArtifact } from './findings.ts';
import type { BaselineModel, ReportModel } from './report-model.ts';
import { modulesOf, totalsOf } from './totals.ts';
import { headlineOf, sentenceOf } from './verdict-sentence.ts';

export interface ModelOptions {
  /** What can be done with a file: `capabilitiesOf` of the policy package. */
  readonly capabilities: CapabilityJudge;
  /** An earlier index to compare shipped sizes with, binary by binary, by name. */
  readonly baseline?: SymbolIndex;
  /** The folder of the index as a shell names it; paths in commands start with it. Default: the current folder. */
  readonly folder?: string;
}

/** Derives every number, sentence and group that the renderers print. */
export function modelOf(index: SymbolIndex, options: ModelOptions): ReportModel {
  const findings = findingsOf(index);
  const worst = worstByArtifact(findings);
  const earlier = new Map(options.baseline?.binaries.map((binary) => [binary.name, binary]));
  const binaries = index.binaries.map((record) => {
    const before = earlier.get(record.name);
    const severity = worst.get(record.name);
    return binaryModelOf(record, {
      folder: options.folder ?? '.',
      ...(before === undefined ? {} : { baseline: before }),
      ...(severity === undefined ? {} : { worst: severity }),
    });
  });
  const baseline = options.baseline === undefined ? undefined : baselineOf(index, options.baseline);
  const totals = totalsOf(binaries);
  const facts = {
    verdict: verdictOf(index),
    totals,
    findings,
    ...(baseline === undefined ? {} : { baseline }),
  };
  return {
    schemaVersion: 1,
    verdict: facts.verdict,
    headline: headlineOf(facts),
    sentence: sentenceOf(facts),
    tool: index.tool,
    createdAt: index.createdAt,
    ...(index.source === undefined ? {} : { source: index.source }),
    ...(index.policy === undefined ? {} : { policyFile: index.policy.file }),
    ...(index.gate === undefined ? {} : { gateStore: index.gate.store }),
    ...(baseline === undefined ? {} : { baseline }),
    totals,
    binaries,
    capabilities: capabilityMatricesOf(index.binaries, options.capabilities),
    findings,
    modules: modulesOf(index.binaries),
  };
}

function baselineOf(index: SymbolIndex, earlier: SymbolIndex): BaselineModel {
  const now = namesOf(index.binaries);
  const then = namesOf(earlier.binaries);
  const both = index.binaries.filter((binary) => then.has(binary.name));
  const delta = both.reduce((sum, binary) => {
    const before = then.get(binary.name);
    return before === undefined ? sum : sum + shippedBytes(binary) - shippedBytes(before);
  }, 0);
  return {
    createdAt: earlier.createdAt,
    ...(earlier.source?.commit === undefined ? {} : { commit: earlier.source.commit }),
    ...(earlier.source?.ref === undefined ? {} : { ref: earlier.source.ref }),
    compared: both.length,
    added: [...now.keys()].filter((name) => !then.has(name)),
    removed: [...then.keys()].filter((name) => !now.has(name)),
    delta,
  };
}

function namesOf(binaries: readonly BinaryRecord[]): Map<string, BinaryRecord> {
  return new Map(binaries.map((binary) => [binary.name, binary]));
}
