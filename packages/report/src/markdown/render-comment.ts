import type { ReportModel } from '../model/report-model.ts';
import { causesList } from './causes-list.ts';
import { changesTable } from './changes-table.ts';
import { capabilityChanges, partsChanges, whatIfFold } from './comment-folds.ts';
import { commentHeadline, commentSentence } from './comment-headline.ts';
import { markdownText } from './escape-markdown.ts';
import { countsOf, findingsList } from './findings-list.ts';
import { type Extent, fit } from './fit.ts';
import { capabilitiesFold } from './folds.ts';
import { imagesTable, layersFold } from './images-table.ts';
import { provenance } from './provenance.ts';
import { MARKDOWN_LIMIT, type MarkdownOptions } from './render-markdown.ts';
import { VERDICT_MARKS } from './verdict-mark.ts';

export interface CommentOptions extends MarkdownOptions {
  /** A run of a fork measured: its numbers are that run's word, and readers are told. */
  readonly measuredBy?: 'fork';
}

type Part = 'what-if' | 'layers' | 'capabilities' | 'where the bytes went' | 'likely causes';
/** What is left out first when the text is too long; then rows and findings (fit.ts). Verdict and link never go. */
const LEAVING: readonly Part[] = [
  'what-if',
  'layers',
  'capabilities',
  'where the bytes went',
  'likely causes',
];

/** What a pull request costs. The first line is the verdict: it is what e-mail shows. Never longer than the limit. */
export function renderComment(model: ReportModel, options: CommentOptions = {}): string {
  return fit(composer(model, options), {
    limit: options.limit ?? MARKDOWN_LIMIT,
    leaving: LEAVING,
    ...countsOf(model),
  });
}

function composer(
  model: ReportModel,
  { fullReport, measuredBy }: CommentOptions,
): (extent: Extent<Part>) => string {
  const parts: Readonly<Record<Part, string>> = {
    'likely causes': causesList(model),
    'where the bytes went': partsChanges(model),
    capabilities: capabilityChanges(model) || capabilitiesFold(model),
    layers: layersFold(model),
    'what-if': whatIfFold(model),
  };
  const table = changesTable(model);
  const list = findingsList(model.findings);
  return ({ without, rows, findings }) => {
    const part = (name: Part): string => (without.has(name) ? '' : parts[name]);
    const left = [
      ...LEAVING.filter((name) => without.has(name) && parts[name] !== ''),
      ...(findings < model.findings.length ? ['some findings'] : []),
    ];
    return `${[
      `### ${VERDICT_MARKS[model.verdict]} ${markdownText(commentHeadline(model))}`,
      markdownText(commentSentence(model)),
      table(rows),
      imagesTable(model),
      list(findings),
      part('likely causes'),
      part('where the bytes went'),
      part('layers'),
      part('capabilities'),
      part('what-if'),
      left.length === 0
        ? ''
        : `> Shortened to fit: ${left.join(', ')} left out. The full report has everything.`,
      measuredBy === 'fork' ? '> Measured by the fork’s own run: the figures are that run’s word.' : '',
      provenance(model, fullReport),
    ]
      .filter((block) => block !== '')
      .join('\n\n')}\n`;
  };
}
