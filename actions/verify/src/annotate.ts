import type { Host } from '@gosymbols/host';
import type { Finding, Severity } from '@gosymbols/policy';

const GRAVEST_FIRST: readonly Severity[] = ['error', 'warning', 'notice'];
/** Says each finding at its line of the policy, gravest first: GitHub shows ten of a kind for a step, and no more. */
export function annotate(findings: readonly Finding[], host: Host): void {
  for (const severity of GRAVEST_FIRST) {
    for (const finding of findings.filter((one) => one.severity === severity)) {
      const { rule, artifact, message, next, at } = finding;
      host[severity](`${rule} ${artifact}: ${message} ${next}`, { ...at, title: `${rule} ${artifact}` });
    }
  }
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
