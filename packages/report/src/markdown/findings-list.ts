import type { FindingModel, ReportModel } from '../model/report-model.ts';
import { countText } from '../text/size-text.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';

const MARKS = { error: '❌', warning: '⚠️', notice: 'ℹ️' } as const;

/** Why it failed and what to do: as many findings as asked for, the worst first, each written once. */
export function findingsList(findings: readonly FindingModel[]): (limit: number) => string {
  const written: string[] = [];
  const title = findings.some((finding) => finding.severity === 'error')
    ? 'Why it failed, and what to do'
    : 'Worth knowing';
  return (limit) => {
    if (findings.length === 0) return '';
    for (const finding of findings.slice(written.length, limit)) written.push(findingItem(finding));
    const shown = written.slice(0, limit);
    const left = findings.length - shown.length;
    return [
      `#### ${title}`,
      '',
      ...shown,
      ...(left === 0 ? [] : ['', `_${countText(left, 'more finding')} not shown here._`]),
    ].join('\n');
  };
}

function findingItem(finding: FindingModel): string {
  const place = finding.at === undefined ? '' : ` (${markdownCode(`${finding.at.file}:${finding.at.line}`)})`;
  return [
    `- ${MARKS[finding.severity]} **${markdownText(finding.rule, 40) || markdownCode('')}** ${markdownCode(finding.artifact)}: ${markdownText(finding.message)}`,
    `  <br>→ ${markdownText(finding.next, 400)}${place}`,
  ].join('\n');
}

/** How many rows and findings there are, and how many of them must stay longest. */
export function countsOf({ binaries, findings }: ReportModel): {
  rows: number;
  failingRows: number;
  findings: number;
  errors: number;
} {
  return {
    rows: binaries.length,
    failingRows: binaries.filter((binary) => binary.worst === 'error').length,
    findings: findings.length,
    errors: findings.filter((finding) => finding.severity === 'error').length,
  };
}
