import { annotateWithin, type Host } from '@gosymbols/host';
import type { Finding, Severity } from '@gosymbols/policy';

/** Says each finding at its line of the policy, the gravest first, as many as GitHub keeps. */
export function annotate(findings: readonly Finding[], host: Host): void {
  annotateWithin(
    host,
    findings.map(({ severity, rule, artifact, message, next, at }) => ({
      kind: severity,
      message: `${rule} ${artifact}: ${message} ${next}`,
      place: { ...at, title: `${rule} ${artifact}` },
    })),
  );
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
