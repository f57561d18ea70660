import type { ImageModel, LayerModel } from '../model/image-shape.ts';
import type { ReportModel } from '../model/report-model.ts';
import { countText, deltaText, sizeText } from '../text/size-text.ts';
import { stepText } from '../text/step-text.ts';
import { html, type Insertable, type Markup, named } from './markup.ts';

const LAYERS_SHOWN = 100;

/** Each image that was judged: what it weighs, and its layers to scale. */
export function imagesSection({ images }: ReportModel): Markup | undefined {
  if (images.length === 0) return undefined;
  return html`<section aria-labelledby="images"><h2 id="images">Images</h2>${images.slice(0, 50).map(imageBlock)}${images.length > 50 && html`<p class="note">${images.length - 50} more.</p>`}</section>`;
}

function imageBlock(image: ImageModel): Markup {
  const { artifact, name, platform, baseline, layers, binaries } = image;
  const widest = Math.max(1, ...layers.map(({ wire }) => wire));
  const compared = baseline !== undefined;
  const about = [platform, countText(binaries, 'Go program')].filter(Boolean).join(' · ');
  return html`<h3 class="over-table">${named(artifact)}</h3>
<p class="note">${name !== artifact && html`${named(name)} · `}${about}</p>
<p class="lead">${figure('pulled', image.wire, baseline?.wireDelta)}, ${figure('unpacked', image.size, baseline?.sizeDelta)}, ${figure('of it wasted', image.waste, baseline?.wasteDelta)}.</p>
<table class="sheet"><thead><tr><th scope="col" class="number">Layer</th><th scope="col">Step</th><th scope="col" class="number">Pulled</th><th scope="col"><span class="unseen">To scale</span></th><th scope="col" class="number">Unpacked</th>${compared && html`<th scope="col" class="number">Change</th>`}</tr></thead><tbody>${layers.slice(0, LAYERS_SHOWN).map((layer, at) => layerRow(layer, at, widest, compared))}</tbody></table>${layers.length > LAYERS_SHOWN && html`<p class="note">${layers.length - LAYERS_SHOWN} more.</p>`}`;
}

function figure(what: string, bytes: number, delta: number | undefined): Insertable {
  const change = delta === undefined ? '' : delta === 0 ? ' (as before)' : ` (${deltaText(delta)})`;
  return html`<b>${sizeText(bytes)}</b> ${what}${change}`;
}

function layerRow(layer: LayerModel, at: number, widest: number, compared: boolean): Markup {
  const { wire, size, createdBy, delta = 0, is } = layer;
  const gone = is === 'gone';
  const width = (wire / widest) * 120;
  const change = delta === 0 ? '' : deltaText(delta);
  return html`<tr><td class="number">${gone ? '' : String(at + 1)}</td><th scope="row">${createdBy === undefined ? '–' : named(stepText(createdBy))}</th><td class="number">${gone ? html`<span class="note">gone</span>` : sizeText(wire)}</td><td><svg width="120" height="12" viewBox="0 0 120 12" aria-hidden="true"><rect class="layer" x="0" y="2" width="${width.toFixed(1)}" height="8" rx="1.5"/></svg></td><td class="number">${gone ? '' : sizeText(size)}</td>${compared && html`<td class="number ${delta > 0 ? 'up' : delta < 0 ? 'down' : ''}">${change}${is === 'new' && html`<span class="under">new</span>`}</td>`}</tr>`;
}
