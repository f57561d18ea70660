import type { ReportModel } from '../model/report-model.ts';
import { dateText } from '../text/size-text.ts';
import { binariesTable } from './binaries-table.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { findingsList } from './findings-list.ts';
import { buildIdsFold, bytesFold, capabilitiesFold, proofFold } from './folds.ts';

/** GitHub refuses comments over 65,536 characters; the rest is room for a marker and a link. */
export const MARKDOWN_LIMIT = 60_000;

export interface MarkdownOptions {
  /** UTF-8 bytes that the text may have. Default: 60,000. */
  readonly limit?: number;
  /** Where the whole report is: an https URL becomes a link, anything else is named. */
  readonly fullReport?: string;
}

type Fold = 'build IDs' | 'split proof' | 'where the bytes went' | 'capabilities';
/** What is left out first when the text is too long. After the folds: rows without errors, then findings. */
const LEAVING: readonly Fold[] = ['build IDs', 'split proof', 'where the bytes went', 'capabilities'];

interface Extent {
  readonly without: ReadonlySet<Fold>;
  readonly rows: number;
  readonly findings: number;
}

/** The report as a comment or a job summary; the first line is the verdict. Never longer than the limit. */
export function renderMarkdown(model: ReportModel, options: MarkdownOptions = {}): string {
  const limit = options.limit ?? MARKDOWN_LIMIT;
  const compose = composer(model, options.fullReport);
  const fits = (extent: Extent): boolean => Buffer.byteLength(compose(extent)) <= limit;

  let extent: Extent = { without: new Set(), rows: model.binaries.length, findings: model.findings.length };
  for (const part of LEAVING) {
    if (fits(extent)) return compose(extent);
    extent = { ...extent, without: new Set([...extent.without, part]) };
  }
  const failing = model.binaries.filter((binary) => binary.worst === 'error').length;
  const errors = model.findings.filter((finding) => finding.severity === 'error').length;
  const steps: readonly ['rows' | 'findings', number][] = [
    ['rows', failing],
    ['findings', errors],
    ['findings', Math.min(errors, 20)],
    ['rows', 0],
    ['findings', 0],
  ];
  for (const [what, least] of steps) {
    if (fits(extent)) break;
    const reduced = (count: number): Extent => ({ ...extent, [what]: count });
    extent = reduced(largest(Math.min(least, extent[what]), extent[what], (count) => fits(reduced(count))));
  }
  return compose(extent);
}

/** The largest count in [least, most] that fits; `least` when none does. */
function largest(least: number, most: number, fits: (count: number) => boolean): number {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const MARKS = { pass: '✅', fail: '❌', unjudged: '⚪' } as const;

function composer(model: ReportModel, fullReport: string | undefined): (extent: Extent) => string {
  const folds: readonly (readonly [Fold, string])[] = [
    ['capabilities', capabilitiesFold(model)],
    ['where the bytes went', bytesFold(model)],
    ['split proof', proofFold(model)],
    ['build IDs', buildIdsFold(model)],
  ];
  return ({ without, rows, findings }) => {
    const left = [
      ...folds.filter(([name, text]) => without.has(name) && text !== '').map(([name]) => name),
      ...(rows < model.binaries.length ? ['some binaries'] : []),
      ...(findings < model.findings.length ? ['some findings'] : []),
    ];
    return `${[
      `### ${MARKS[model.verdict]} gosymbols: ${markdownText(model.headline)}`,
      markdownText(model.sentence),
      binariesTable(model, rows),
      findingsList(model.findings, findings),
      ...folds.filter(([name]) => !without.has(name)).map(([, text]) => text),
      left.length === 0
        ? ''
        : `> Shortened to fit: ${left.join(', ')} left out. The HTML and JSON reports have everything.`,
      provenance(model, fullReport),
    ]
      .filter((block) => block !== '')
      .join('\n\n')}\n`;
  };
}

function provenance(
  { tool, source, createdAt, baseline, policyFile }: ReportModel,
  fullReport: string | undefined,
): string {
  const pieces = [
    `gosymbols ${markdownText(tool.version, 40)}`,
    ...(source?.commit === undefined ? [] : [`commit ${markdownCode(source.commit.slice(0, 12))}`]),
    dateText(createdAt),
    ...(policyFile === undefined ? [] : [`policy ${markdownCode(policyFile)}`]),
    ...(baseline === undefined
      ? []
      : [
          `baseline ${baseline.commit === undefined ? markdownText(dateText(baseline.createdAt), 40) : markdownCode(baseline.commit.slice(0, 12))}`,
        ]),
    ...(fullReport === undefined ? [] : [linkTo(fullReport)]),
  ];
  return `<sub>${pieces.join(' · ')}</sub>`;
}

function linkTo(target: string): string {
  return /^https:\/\/[\w.:/?=&%~+#-]+$/.test(target)
    ? `[full report](${target})`
    : `full report: ${markdownCode(target)}`;
}
