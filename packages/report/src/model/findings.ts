import type { Finding, Severity } from '@gosymbols/policy';
import type { SymbolIndex } from '@gosymbols/record';
import type { FindingModel, ReportVerdict } from './report-model.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 };

/** Findings of the policy, of the gate, and one for each split proof that does not hold; the worst first. */
export function findingsOf(index: SymbolIndex): FindingModel[] {
  const told = (findings: readonly Finding[] | undefined, from: 'policy' | 'gate'): FindingModel[] =>
    (findings ?? []).map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      artifact: finding.artifact,
      message: finding.message,
      ...(finding.measured === undefined ? {} : { measured: finding.measured }),
      ...(finding.limit === undefined ? {} : { limit: finding.limit }),
      next: finding.next,
      from,
      ...(finding.at === undefined ? {} : { at: finding.at }),
    }));
  return [
    ...brokenProofs(index),
    ...told(index.policy?.findings, 'policy'),
    ...told(index.gate?.findings, 'gate'),
  ].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** A proof that does not hold fails the report whoever has judged. */
export function verdictOf(index: SymbolIndex): ReportVerdict {
  const broken = index.binaries.some((binary) => binary.split?.proof.holds === false);
  if (broken || index.policy?.verdict === 'fail' || index.gate?.verdict === 'fail') return 'fail';
  return index.policy === undefined && index.gate === undefined ? 'unjudged' : 'pass';
}

/** The worst severity of the findings about each artifact. */
export function worstByArtifact(findings: readonly FindingModel[]): Map<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const finding of findings) {
    const known = worst.get(finding.artifact);
    if (known === undefined || RANK[finding.severity] < RANK[known])
      worst.set(finding.artifact, finding.severity);
  }
  return worst;
}

function brokenProofs(index: SymbolIndex): FindingModel[] {
  return index.binaries.flatMap((binary) => {
    const claim = binary.split?.proof.claims.find((claim) => !claim.holds);
    if (binary.split?.proof.holds !== false) return [];
    return {
      rule: 'split proof',
      severity: 'error' as const,
      artifact: binary.name,
      message:
        claim === undefined
          ? 'The proof does not hold.'
          : `Point ${claim.point}, ${claim.id}: ${claim.detail}`,
      next: 'Do not ship or publish this pair; split the original again.',
      from: 'proof' as const,
    };
  });
}
