import type { SymbolIndex } from '@gosymbols/record';
import { baselineModelOf, comparisonsOf } from './baseline-model.ts';
import { binaryModelOf } from './binary-model.ts';
import { capabilityChangesOf } from './capability-changes.ts';
import { type CapabilityJudge, capabilityMatricesOf } from './capability-matrix.ts';
import { findingsOf, verdictOf, worstByArtifact } from './findings.ts';
import { imageModelsOf } from './image-model.ts';
import type { ReportModel } from './report-model.ts';
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
  const judged = new Map(index.policy?.judged?.map((row) => [row.binary, row]));
  const comparisons = options.baseline === undefined ? new Map() : comparisonsOf(index, options.baseline);
  const binaries = index.binaries.map((record) => {
    const before = earlier.get(record.name);
    const comparison = comparisons.get(record.name);
    const row = judged.get(record.name);
    const severity = worst.get(row?.artifact ?? record.name) ?? worst.get(record.name);
    return binaryModelOf(record, {
      folder: options.folder ?? '.',
      ...(before === undefined || comparison === undefined
        ? {}
        : { baseline: { record: before, comparison } }),
      ...(severity === undefined ? {} : { worst: severity }),
      ...(row === undefined ? {} : { judged: row }),
    });
  });
  const baseline =
    options.baseline === undefined ? undefined : baselineModelOf(index, options.baseline, comparisons);
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
    ...(baseline === undefined && index.baseline !== undefined
      ? { baselineMissing: index.baseline.why }
      : {}),
    history: index.baseline?.history ?? [],
    totals,
    binaries,
    images: imageModelsOf(index, options.baseline, worst),
    capabilities: capabilityMatricesOf(index.binaries, options.capabilities),
    capabilityChanges: capabilityChangesOf(
      index.binaries,
      options.baseline?.binaries ?? [],
      options.capabilities,
    ),
    findings,
    modules: modulesOf(index.binaries),
  };
}
