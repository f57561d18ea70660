import type { FindingModel, ReportModel } from '../model/report-model.ts';
import { html, type Markup, named, prose } from './markup.ts';

const WORDS = { error: 'Error', warning: 'Warning', notice: 'Notice' } as const;

/** What did not hold, each with its next step. */
export function findingsSection({ findings }: ReportModel): Markup | undefined {
  if (findings.length === 0) return undefined;
  const title = findings.some((finding) => finding.severity === 'error')
    ? 'Why it failed, and what to do'
    : 'Worth knowing';
  return html`<section aria-labelledby="findings"><h2 id="findings">${title}</h2>
<ul class="findings">${findings.map(item)}</ul></section>`;
}

function item(finding: FindingModel): Markup {
  return html`<li class="finding ${finding.severity}">
<p class="rule"><span class="tag">${WORDS[finding.severity]}</span> <code>${finding.rule}</code> ${named(finding.artifact)}</p>
<p class="told">${prose(finding.message)}</p>
${finding.measured !== undefined && finding.limit !== undefined && html`<p class="measured">measured <b>${finding.measured}</b>, limit <b>${finding.limit}</b></p>`}
<p class="next"><span aria-hidden="true">→ </span><span class="unseen">Next: </span>${prose(finding.next)}${finding.at !== undefined && html` <code class="at">${`${finding.at.file}:${finding.at.line}`}</code>`}</p>
</li>`;
}
