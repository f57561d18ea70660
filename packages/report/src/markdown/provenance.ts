import type { BaselineModel, ReportModel } from '../model/report-model.ts';
import { dateText } from '../text/size-text.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';

/** The last line: who measured what, when, compared with what, and where the whole report is. */
export function provenance(model: ReportModel, fullReport: string | undefined): string {
  const { tool, source, createdAt, baseline, baselineMissing, policyFile } = model;
  const pieces = [
    `gosymbols ${markdownText(tool.version, 40)}`,
    ...(source?.commit === undefined ? [] : [`commit ${markdownCode(source.commit.slice(0, 12))}`]),
    dateText(createdAt),
    ...(policyFile === undefined ? [] : [`policy ${markdownCode(policyFile)}`]),
    ...(baseline === undefined ? [] : [baselineText(baseline)]),
    ...(baselineMissing === undefined ? [] : [`no baseline: ${markdownText(baselineMissing, 200)}`]),
    ...(fullReport === undefined ? [] : [linkTo(fullReport)]),
  ];
  return `<sub>${pieces.join(' · ')}</sub>`;
}

const SOURCES: Readonly<Record<BaselineModel['source'], string>> = {
  artifact: 'uploaded by a push to the default branch',
  branch: 'from the record branch',
  build: 'built for this comparison',
  file: 'from a file',
  none: '',
};

function baselineText({ commit, createdAt, distance, source }: BaselineModel): string {
  const what =
    commit === undefined ? markdownText(dateText(createdAt), 40) : markdownCode(commit.slice(0, 12));
  const far = distance === undefined || distance === 0 ? '' : `, ${distance} commits before the base`;
  return `baseline ${what} (${SOURCES[source]}${far})`;
}

function linkTo(target: string): string {
  return /^https:\/\/[\w.:/?=&%~+#-]+$/.test(target)
    ? `[full report](${target})`
    : `full report: ${markdownCode(target)}`;
}
