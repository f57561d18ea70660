import { html, type Markup } from './markup.ts';

const INK = '#1d6f8a';

/** The mark of the project: a file in two halves that belong together. */
export function markSvg(): Markup {
  return html`<svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><rect class="half" x="1" y="2" width="8" height="16" rx="2"/><rect class="half other" x="11.75" y="2.75" width="6.5" height="14.5" rx="1.5"/></svg>`;
}

/** The same as a data URL for the tab. */
export function markUrl(): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><rect x="1" y="2" width="8" height="16" rx="2" fill="${INK}"/><rect x="12" y="3" width="6" height="14" rx="1.5" fill="none" stroke="${INK}" stroke-width="2"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
