import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { dateText, sizeText } from '../text/size-text.ts';
import { html, type Markup, named } from './markup.ts';

const SHOWN = 6;
const WIDTH = 520;
const HEIGHT = 150;
const LEFT = 62;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 22;

interface Point {
  readonly when: string;
  readonly commit: string;
  readonly bytes: number;
}

/** Shipped sizes over the recorded commits, this run last, with the maximum where there is one. */
export function historySection({ history, binaries, createdAt, source }: ReportModel): Markup | undefined {
  if (history.length < 2) return undefined;
  const charts = binaries
    .map((binary) => ({
      binary,
      points: [
        ...history.flatMap(({ commit, createdAt: when, binaries: then }) => {
          const size = then.find(({ name }) => name === binary.name);
          return size === undefined ? [] : [{ when, commit, bytes: size.disk }];
        }),
        { when: createdAt, commit: source?.commit ?? 'this run', bytes: binary.size.after },
      ],
    }))
    .filter(({ points }) => points.length > 2)
    .sort((a, b) => nearness(b.binary) - nearness(a.binary));
  if (charts.length === 0) return undefined;
  return html`<section aria-labelledby="history"><h2 id="history">History</h2>
<p class="lead">Shipped bytes over the last ${history.length} recorded commits of the default branch; the ring is this run.</p>
<div class="histories">${charts.slice(0, SHOWN).map(({ binary, points }, at) => chart(binary, points, at))}</div>${charts.length > SHOWN && html`<p class="note">The ${SHOWN} nearest to their limits of ${charts.length}.</p>`}</section>`;
}

/** Of the maximum, how much is used; those with no maximum come last. */
function nearness({ size, limits }: BinaryModel): number {
  return limits?.disk === undefined || limits.disk === 0 ? 0 : size.after / limits.disk;
}

function chart({ name, limits }: BinaryModel, points: readonly Point[], at: number): Markup {
  const max = limits?.disk;
  const values = [...points.map(({ bytes }) => bytes), ...(max === undefined ? [] : [max])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = Math.max((high - low) * 0.12, high * 0.005, 1);
  const [floor, roof] = [Math.max(0, low - pad), high + pad];
  const x = (place: number): number => LEFT + (place / (points.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (bytes: number): number => TOP + (1 - (bytes - floor) / (roof - floor)) * (HEIGHT - TOP - BOTTOM);
  const line = points
    .map(({ bytes }, place) => `${place === 0 ? 'M' : 'L'}${x(place).toFixed(1)} ${y(bytes).toFixed(1)}`)
    .join('');
  const ticks = [0, 1, 2].map((step) => floor + pad + ((roof - floor - 2 * pad) * step) / 2);
  const last = points.at(-1);
  const id = `history-${at + 1}`;
  return html`<figure class="history"><figcaption>${named(name)}${max !== undefined && html`<span class="note">limit ${sizeText(max)}</span>`}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="Shipped bytes of ${name} over ${points.length} measurements, from ${sizeText(points[0]?.bytes ?? 0)} to ${sizeText(last?.bytes ?? 0)}; the figures are in the table below">
${ticks.map((value) => html`<path class="grid" d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH - RIGHT}"/><text class="tick" x="${LEFT - 8}" y="${(y(value) + 4).toFixed(1)}">${sizeText(value)}</text>`)}
${max !== undefined && html`<path class="limit" d="M${LEFT} ${y(max).toFixed(1)}H${WIDTH - RIGHT}"/>`}
<path class="line" d="${line}"/>
${points.map(({ bytes, when, commit }, place) => html`<circle class="${place === points.length - 1 ? 'this' : 'past'}" cx="${x(place).toFixed(1)}" cy="${y(bytes).toFixed(1)}" r="${place === points.length - 1 ? 4 : 2.5}"><title>${commit.slice(0, 10)}, ${dateText(when)}: ${sizeText(bytes)}</title></circle>`)}
<text class="tick date" x="${LEFT}" y="${HEIGHT - 6}">${(points[0]?.when ?? '').slice(0, 10)}</text><text class="tick" x="${WIDTH - RIGHT}" y="${HEIGHT - 6}">${(last?.when ?? '').slice(0, 10)}</text>
</svg>
<details class="table"><summary>The same as a table</summary><table id="${id}"><thead><tr><th scope="col">Commit</th><th scope="col">When</th><th scope="col" class="number">Shipped</th></tr></thead><tbody>${points.toReversed().map(({ commit, when, bytes }) => html`<tr><th scope="row"><code>${commit.slice(0, 10)}</code></th><td>${dateText(when)}</td><td class="number">${sizeText(bytes)}</td></tr>`)}</tbody></table></details></figure>`;
}
