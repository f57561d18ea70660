import type { Parts } from '@gosymbols/size';
import { PART_KEYS, PART_TITLES } from '../model/change.ts';
import { sizeText } from '../text/size-text.ts';
import { html, type Markup } from './markup.ts';

/** A bar is drawn in these units and stretched to the width of its place. */
const UNITS = 1000;

/**
 * One horizontal bar of parts, to the scale of `full` bytes. Presentation attributes only: the content security
 * policy refuses style attributes. Without parts the whole length is one part of its own colour.
 */
export function stackedBar(bar: {
  readonly label: string;
  readonly bytes: number;
  readonly parts: Parts | undefined;
  /** Parts of the file as built: what of them is not in this one is drawn as an outline behind it. */
  readonly builtParts?: Parts | undefined;
  readonly full: number;
  readonly height: number;
}): Markup {
  const scale = bar.full === 0 ? 0 : UNITS / bar.full;
  const pieces = piecesOf(bar.parts, bar.bytes);
  let x = 0;
  const rects = pieces.map(({ part, title, bytes }) => {
    const width = bytes * scale;
    const from = x;
    x += width;
    if (width < 0.05) return undefined;
    return html`<rect class="p-${part}" x="${from.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="${bar.height}"><title>${title}: ${sizeText(bytes)}</title></rect>`;
  });
  const left = PART_KEYS.map((part) => {
    const width = Math.max(0, (bar.builtParts?.[part] ?? 0) - (bar.parts?.[part] ?? 0)) * scale;
    const from = x;
    x += width;
    if (width < 1) return undefined;
    return html`<rect class="p-${part} left" x="${from.toFixed(2)}" y="0" width="${width.toFixed(2)}" height="${bar.height}"><title>${PART_TITLES[part]}: not in the shipped file</title></rect>`;
  });
  const told = pieces
    .filter((piece) => piece.bytes > 0)
    .map((piece) => `${piece.title} ${sizeText(piece.bytes)}`);
  return html`<svg class="bar" viewBox="0 0 ${UNITS} ${bar.height}" width="100%" height="${bar.height}" preserveAspectRatio="none" role="img" aria-label="${bar.label}: ${sizeText(bar.bytes)}; ${told.join(', ')}">${rects}${left}</svg>`;
}

/** What the colours mean; only parts that have bytes. */
export function partsLegend(parts: Parts | undefined): Markup | undefined {
  if (parts === undefined) return undefined;
  return html`<ul class="legend" aria-label="Colours of the bars">${PART_KEYS.filter(
    (key) => parts[key] > 0,
  ).map(
    (key) =>
      html`<li><svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><rect class="p-${key}" width="10" height="10" rx="2"/></svg>${PART_TITLES[key]}</li>`,
  )}</ul>`;
}

function piecesOf(parts: Parts | undefined, bytes: number): { part: string; title: string; bytes: number }[] {
  if (parts === undefined) return [{ part: 'whole', title: 'not taken apart', bytes }];
  return PART_KEYS.map((key) => ({ part: key, title: PART_TITLES[key], bytes: parts[key] }));
}
