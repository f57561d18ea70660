import type { ReportModel } from '../model/report-model.ts';
import { binariesTable } from './binaries-table.ts';
import { markdownText } from './escape-markdown.ts';
import { countsOf, findingsList } from './findings-list.ts';
import { type Extent, fit } from './fit.ts';
import { buildIdsFold, bytesFold, capabilitiesFold, proofFold } from './folds.ts';
import { imagesTable, layersFold } from './images-table.ts';
import { provenance } from './provenance.ts';
import { VERDICT_MARKS } from './verdict-mark.ts';

/** GitHub refuses comments over 65,536 characters; the rest is room for a marker and a link. */
export const MARKDOWN_LIMIT = 60_000;

export interface MarkdownOptions {
  /** UTF-8 bytes that the text may have. Default: 60,000. */
  readonly limit?: number;
  /** Where the whole report is: an https URL becomes a link, anything else is named. */
  readonly fullReport?: string;
}

type Fold = 'build IDs' | 'layers' | 'split proof' | 'where the bytes went' | 'capabilities';
/** What is left out first when the text is too long. After the folds: rows without errors, then findings. */
const LEAVING: readonly Fold[] = [
  'build IDs',
  'split proof',
  'layers',
  'where the bytes went',
  'capabilities',
];

/** The report as a job summary; the first line is the verdict. Never longer than the limit. */
export function renderMarkdown(model: ReportModel, options: MarkdownOptions = {}): string {
  return fit(composer(model, options.fullReport), {
    limit: options.limit ?? MARKDOWN_LIMIT,
    leaving: LEAVING,
    ...countsOf(model),
  });
}

function composer(model: ReportModel, fullReport: string | undefined): (extent: Extent<Fold>) => string {
  const folds: readonly (readonly [Fold, string])[] = [
    ['capabilities', capabilitiesFold(model)],
    ['where the bytes went', bytesFold(model)],
    ['layers', layersFold(model)],
    ['split proof', proofFold(model)],
    ['build IDs', buildIdsFold(model)],
  ];
  const table = binariesTable(model);
  const list = findingsList(model.findings);
  return ({ without, rows, findings }) => {
    const left = [
      ...folds.filter(([name, text]) => without.has(name) && text !== '').map(([name]) => name),
      ...(rows < model.binaries.length ? ['some binaries'] : []),
      ...(findings < model.findings.length ? ['some findings'] : []),
    ];
    return `${[
      `### ${VERDICT_MARKS[model.verdict]} gosymbols: ${markdownText(model.headline)}`,
      markdownText(model.sentence),
      table(rows),
      imagesTable(model),
      list(findings),
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
