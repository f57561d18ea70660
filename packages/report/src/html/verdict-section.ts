import type { ReportModel } from '../model/report-model.ts';
import { percentText, sizeText } from '../text/size-text.ts';
import { html, type Markup, prose } from './markup.ts';
import { partsLegend, stackedBar } from './stacked-bar.ts';

const BADGES = { pass: 'Pass', fail: 'Fail', unjudged: 'Not judged' } as const;
const ICONS = {
  pass: html`<path d="M3.5 8.5l3 3 6-7"/>`,
  fail: html`<path d="M4 4l8 8M12 4l-8 8"/>`,
  unjudged: html`<path d="M4 8h8"/>`,
} as const;

/** The verdict, and the two lengths that the whole project is about: what was built and what ships. */
export function verdictSection(model: ReportModel): Markup {
  const { verdict, totals } = model;
  return html`<section class="verdict ${verdict}" aria-labelledby="headline">
<p class="badge"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${ICONS[verdict]}</svg>${BADGES[verdict]}</p>
<h1 id="headline">${prose(model.headline)}</h1>
<p class="sentence">${prose(model.sentence)}</p>
${totals.binaries > 0 && lengths(model)}
</section>`;
}

function lengths({ totals }: ReportModel): Markup {
  const { size, parts, debugBytes, debugFiles, verified } = totals;
  const full = Math.max(size.before, size.after);
  const line = (
    label: string,
    bytes: number,
    side: 'before' | 'after',
    note: string,
  ): Markup => html`<div class="length">
<p><span class="what">${label}</span> <span class="bytes">${sizeText(bytes)}</span> <span class="note">${note}</span></p>
${stackedBar({ label, bytes, parts: parts?.[side], builtParts: side === 'after' ? parts?.before : undefined, full, height: 22 })}
</div>`;
  const apart =
    debugFiles === 0
      ? ''
      : `${verified === debugFiles ? 'symbols stored apart' : 'symbols split off'}: ${sizeText(debugBytes)} of debug files`;
  return html`<div class="lengths">
${line('Built', size.before, 'before', '')}
${line('Shipped', size.after, 'after', size.before === 0 ? apart : [`${percentText((size.after / size.before) * 100)} of built`, apart].filter(Boolean).join('; '))}
${partsLegend(parts?.before)}
</div>`;
}
