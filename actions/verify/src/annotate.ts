import { annotateWithin, type Host } from '@gosymbols/host';
import type { Finding, Severity } from '@gosymbols/policy';
import type { Cause } from './module-that-grew.ts';

/**
 * Says each finding where it can be mended, the gravest first, as many as GitHub keeps: at the line of `go.mod` that
 * brought a growth, or else at the policy's.
 */
export function annotate(
  findings: readonly Finding[],
  causes: ReadonlyMap<Finding, Cause>,
  host: Host,
): void {
  annotateWithin(
    host,
    findings.map((finding) => {
      const { severity, rule, artifact, message, next, at } = finding;
      const cause = causes.get(finding);
      const brought = cause === undefined ? '' : ` Most of it came with ${cause.change}.`;
      const place = cause === undefined ? at : { file: cause.file, line: cause.line };
      return {
        kind: severity,
        message: `${rule} ${artifact}: ${message}${brought} ${next}`,
        place: { ...place, title: `${rule} ${artifact}` },
      };
    }),
  );
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
