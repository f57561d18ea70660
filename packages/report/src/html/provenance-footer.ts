import type { ReportModel } from '../model/report-model.ts';
import { dateText } from '../text/size-text.ts';
import { html, type Markup, named } from './markup.ts';

/** Who measured what, when, against which policy. */
export function provenanceFooter({
  tool,
  createdAt,
  source,
  policyFile,
  gateStore,
  baseline,
}: ReportModel): Markup {
  return html`<footer><p>Measured by ${tool.name} ${tool.version} on <time datetime="${createdAt}">${dateText(createdAt)}</time>${source?.commit !== undefined && html`, commit <code>${source.commit}</code>`}.${policyFile !== undefined && html` Judged by <code>${policyFile}</code>.`}${gateStore !== undefined && html` Gate asked ${named(gateStore)}.`}${baseline !== undefined && html` Baseline: ${baseline.commit === undefined ? '' : html`commit <code>${baseline.commit.slice(0, 12)}</code>, `}${dateText(baseline.createdAt)}.`}</p>
<p>Sizes are bytes of the files on disk; KiB and MiB are powers of 1024. This page is one file and loads nothing.</p></footer>`;
}
