import { PART_KEYS, PART_TITLES } from '../model/change.ts';
import { hasMoved } from '../model/movement.ts';
import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { unlikeOf } from '../model/unlike.ts';
import { countText, dateText, deltaText, percentDeltaText, sizeText } from '../text/size-text.ts';
import { html, type Insertable, type Markup, named, prose } from './markup.ts';

/** What the change costs: each binary that moved, by parts that sum to it; the modules that are others now. */
export function changesSection(model: ReportModel): Markup | undefined {
  const { baseline, baselineMissing, binaries } = model;
  if (baseline === undefined) {
    if (baselineMissing === undefined) return undefined;
    return html`<section aria-labelledby="changes"><h2 id="changes">Since the baseline</h2><p class="lead">Nothing was compared: ${prose(baselineMissing)}.</p></section>`;
  }
  const moved = binaries
    .filter(hasMoved)
    .sort((a, b) => Math.abs(b.baseline?.delta ?? 0) - Math.abs(a.baseline?.delta ?? 0));
  const widest = Math.max(...moved.map(({ baseline: then }) => Math.abs(then?.delta ?? 0)));
  return html`<section aria-labelledby="changes"><h2 id="changes">Since the baseline</h2>
<p class="lead">${deltaText(baseline.delta)} over ${countText(baseline.compared, 'binary', 'binaries')}, against ${where(model)}.${listed(' New: ', baseline.added)}${listed(' Gone: ', baseline.removed)}</p>
${otherwise(model)}
${moved.length > 0 && table(moved, widest)}
${baseline.modules.length > 0 && modules(model)}</section>`;
}

function otherwise(model: ReportModel): Insertable {
  const ways = unlikeOf(model);
  if (ways.length === 0) return '';
  return html`<p class="note">Built otherwise, which moves sizes too: ${ways.slice(0, 10).map(({ what, message }, at) => html`${at > 0 && '; '}${what} (${prose(message)})`)}.</p>`;
}

function where({ baseline }: ReportModel): Insertable {
  if (baseline === undefined) return '';
  const { commit, createdAt, distance, why } = baseline;
  const far =
    distance === undefined || distance === 0 ? '' : `, ${countText(distance, 'commit')} before the base`;
  return html`${commit === undefined ? dateText(createdAt) : html`<code title="${commit}">${commit.slice(0, 10)}</code>`}${far}${why !== undefined && distance === 0 && ` (${why})`}`;
}

function listed(label: string, names: readonly string[]): Insertable {
  if (names.length === 0) return '';
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return html`${label}${names.slice(0, 5).map((name, at) => html`${at > 0 && ', '}${named(name)}`)}${more}.`;
}

function table(moved: readonly BinaryModel[], widest: number): Markup {
  const keys = PART_KEYS.filter((key) =>
    moved.some(({ baseline }) => baseline?.parts?.some(({ part, delta }) => part === key && delta !== 0)),
  );
  return html`<table class="sheet"><thead><tr><th scope="col">Binary</th><th scope="col" class="number">Then</th><th scope="col" class="number">Now</th><th scope="col" class="number">Change</th><th scope="col"><span class="unseen">To scale</span></th>${keys.map((key) => html`<th scope="col" class="number">${PART_TITLES[key]}</th>`)}<th scope="col">Level</th></tr></thead><tbody>${moved.slice(0, 100).map((binary) => row(binary, keys, widest))}</tbody></table>${moved.length > 100 && html`<p class="note">${moved.length - 100} more.</p>`}`;
}

function row(
  { name, size, baseline }: BinaryModel,
  keys: typeof PART_KEYS,
  widest: number,
): Markup | undefined {
  if (baseline === undefined) return undefined;
  const { before, delta, percent, levels } = baseline;
  const parts = new Map(baseline.parts?.map(({ part, delta: moved }) => [part, moved]));
  const width = widest === 0 ? 0 : (Math.abs(delta) / widest) * 60;
  return html`<tr><th scope="row">${named(name)}</th><td class="number">${sizeText(before)}</td><td class="number">${sizeText(size.after)}</td><td class="number ${delta > 0 ? 'up' : 'down'}">${deltaText(delta)}<span class="under">${percentDeltaText(percent)}</span></td><td><svg width="120" height="12" viewBox="0 0 120 12" aria-hidden="true"><path class="axis" d="M60 0v12"/><rect class="${delta > 0 ? 'grew' : 'shrank'}" x="${delta > 0 ? 60 : 60 - width}" y="2" width="${width.toFixed(1)}" height="8" rx="1.5"/></svg></td>${keys.map((key) => html`<td class="number">${(parts.get(key) ?? 0) === 0 ? '' : deltaText(parts.get(key) ?? 0)}</td>`)}<td>${levels.before === levels.after ? html`<b class="level">${levels.after}</b>` : html`<span class="levels">${levels.before} → <b class="level">${levels.after}</b></span>`}</td></tr>`;
}

function modules({ baseline }: ReportModel): Markup {
  const rows = baseline?.modules ?? [];
  return html`<h3 class="over-table">Modules that are others now</h3><table class="sheet"><thead><tr><th scope="col">Module</th><th scope="col">Then</th><th scope="col">Now</th></tr></thead><tbody>${rows.slice(0, 100).map(({ path, from, to }) => html`<tr><th scope="row"><code>${path}</code></th><td>${from === undefined ? html`<span class="note">new</span>` : html`<code>${from}</code>`}</td><td>${to === undefined ? html`<span class="note">gone</span>` : html`<code>${to}</code>`}</td></tr>`)}</tbody></table>`;
}
