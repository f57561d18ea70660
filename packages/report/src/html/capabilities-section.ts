import type { CapabilityCell, CapabilityMatrix, CapabilityRow, ReportModel } from '../model/report-model.ts';
import { html, type Insertable, type Markup, named, prose } from './markup.ts';

/** What a person can do with the binaries; the reason of each answer shows on hover and on focus. */
export function capabilitiesSection({ capabilities, totals }: ReportModel): Markup | undefined {
  if (capabilities.length === 0) return undefined;
  return html`<section aria-labelledby="capabilities"><h2 id="capabilities">What you can do with them</h2>
<p class="lead">Point at an answer, or reach it with Tab and the arrow keys, to see why.</p>
${capabilities.map((matrix, at) => table(matrix, at, capabilities.length === 1 && matrix.binaries.length === totals.binaries))}
</section>`;
}

function table(matrix: CapabilityMatrix, at: number, all: boolean): Markup {
  const joined = matrix.rows.some((row) => row.withDebug !== undefined);
  const caption: Insertable = all
    ? matrix.binaries.length === 1
      ? html`${named(matrix.binaries[0] ?? '')}`
      : 'All binaries'
    : nameList(matrix.binaries);
  return html`<table class="matrix"><caption>${caption}</caption>
<thead><tr><th scope="col">You can…</th><th scope="col">Built</th><th scope="col">Shipped</th>${joined && html`<th scope="col">${matrix.published ? 'With published symbols' : 'With its debug file'}</th>`}</tr></thead>
<tbody>${matrix.rows.map((row, line) => capability(row, `why-${at + 1}-${line + 1}`, joined))}</tbody></table>`;
}

function nameList(names: readonly string[]): Markup {
  const shown = names.slice(0, 5);
  return html`${shown.map((name, at) => html`${at > 0 && ', '}${named(name)}`)}${names.length > shown.length && html` <span title="${names.slice(5).join(', ')}">and ${names.length - shown.length} more</span>`}`;
}

function capability(row: CapabilityRow, id: string, joined: boolean): Markup {
  return html`<tr><th scope="row">${row.title}</th>${answer(row.before, `${id}-b`, 'Built')}${answer(row.shipped, `${id}-s`, 'Shipped')}${joined && answer(row.withDebug, `${id}-d`, 'With symbols')}</tr>`;
}

const SHAPES = {
  yes: html`<circle cx="6" cy="6" r="5"/>`,
  partly: html`<circle class="ring" cx="6" cy="6" r="4.25"/><path d="M6 1.75a4.25 4.25 0 0 0 0 8.5z"/>`,
  no: html`<circle class="ring" cx="6" cy="6" r="4.25"/>`,
} as const;

function answer(cell: CapabilityCell | undefined, id: string, label: string): Markup {
  if (cell === undefined) return html`<td data-label="${label}"></td>`;
  return html`<td data-label="${label}"><span class="answer ${cell.holds}" tabindex="0" aria-describedby="${id}"><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${SHAPES[cell.holds]}</svg>${cell.holds}</span><span class="why" role="tooltip" id="${id}">${prose(cell.reason)}</span></td>`;
}
