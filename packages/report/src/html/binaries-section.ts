import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { deltaText, percentDeltaText, percentText, sizeText } from '../text/size-text.ts';
import { html, type Markup, named } from './markup.ts';
import { stackedBar } from './stacked-bar.ts';

/** From this many rows on a filter field is worth its place. */
const FILTER_FROM = 12;

/** One row a binary, with its parts before and after, all to one scale. */
export function binariesSection(model: ReportModel): Markup | undefined {
  const { binaries, baseline } = model;
  if (binaries.length === 0) return undefined;
  const full = Math.max(...binaries.map(({ size }) => Math.max(size.before, size.after)));
  const wire = binaries.some((binary) => binary.wire !== undefined);
  return html`<section aria-labelledby="binaries">
<div class="heading"><h2 id="binaries">Binaries</h2>${binaries.length >= FILTER_FROM && filterField(binaries.length)}</div>
<table class="binaries">
<thead><tr><th scope="col">Binary</th><th scope="col" class="wide">Built and shipped, to scale</th><th scope="col" class="number">Shipped</th><th scope="col" class="number">Saved</th>${baseline !== undefined && html`<th scope="col" class="number">vs. baseline</th>`}${wire && html`<th scope="col" class="number">Wire</th>`}<th scope="col">Level</th><th scope="col">Proof</th><th scope="col">Symbols</th></tr></thead>
<tbody>${binaries.map((binary, at) => row(binary, at, full, { wire, baseline: baseline !== undefined }))}</tbody>
</table>
</section>`;
}

function filterField(count: number): Markup {
  return html`<p class="filter" hidden><label for="filter-binaries">Filter</label> <input id="filter-binaries" type="search" autocomplete="off" spellcheck="false" data-filters="[data-binary]"> <output for="filter-binaries">${count} binaries</output></p>`;
}

function row(
  binary: BinaryModel,
  at: number,
  full: number,
  columns: { wire: boolean; baseline: boolean },
): Markup {
  const { size, wire, baseline } = binary;
  const details = [binary.platform, binary.kind === 'elf' ? binary.goVersion : binary.kind]
    .filter(Boolean)
    .join(' · ');
  return html`<tr data-binary="${`${binary.name} ${binary.platform ?? ''}`.toLowerCase()}"${binary.worst !== undefined && html` class="${binary.worst}"`}>
<th scope="row"><a href="#binary-${at + 1}">${named(binary.name)}</a>${details !== '' && html`<span class="under">${details}</span>`}</th>
<td class="wide" data-label="Built and shipped">${stackedBar({ label: `${binary.name} as built`, bytes: size.before, parts: binary.parts?.before, full, height: 8 })}${stackedBar({ label: `${binary.name} as shipped`, bytes: size.after, parts: binary.parts?.after, builtParts: binary.parts?.before, full, height: 8 })}</td>
<td class="number" data-label="Shipped">${sizeText(size.after)}<span class="under">of ${sizeText(size.before)}</span></td>
<td class="number" data-label="Saved">${size.saved === 0 ? '–' : html`${percentText(size.savedPercent)}<span class="under">${sizeText(size.saved)}</span>`}</td>
${columns.baseline && html`<td class="number" data-label="vs. baseline">${baseline === undefined ? 'new' : html`${deltaText(baseline.delta)}<span class="under">${percentDeltaText(baseline.percent)}</span>`}</td>`}
${columns.wire && html`<td class="number" data-label="Wire">${wire === undefined ? '–' : html`${sizeText(wire.after)}<span class="under">of ${sizeText(wire.before)}</span>`}</td>`}
<td data-label="Level">${levelChange(binary)}</td>
<td data-label="Proof">${proofMark(binary)}</td>
<td data-label="Symbols">${symbolsMark(binary)}</td>
</tr>`;
}

function levelChange({ level }: BinaryModel): Markup {
  if (level.before === level.shown) return html`<b class="level">${level.shown}</b>`;
  return html`<span class="levels">${level.before} <span aria-hidden="true">→</span><span class="unseen">to</span> <b class="level">${level.shown}</b></span>`;
}

function proofMark({ proof }: BinaryModel): Markup {
  if (proof === undefined) return html`<span class="mark none">–</span>`;
  return html`<span class="mark ${proof.holds ? 'good' : 'bad'}">${proof.held}/${proof.claims.length}<span class="unseen"> claims hold</span></span>`;
}

function symbolsMark({ published, debugFile }: BinaryModel): Markup {
  if (published.some((receipt) => receipt.verified)) return html`<span class="mark good">published</span>`;
  if (published.length > 0) return html`<span class="mark warn">not verified</span>`;
  return debugFile === undefined
    ? html`<span class="mark none">–</span>`
    : html`<span class="mark warn">not published</span>`;
}
