import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { sizeText } from '../text/size-text.ts';
import { html, type Markup, named } from './markup.ts';

const SHOWN = 12;
const MODES = { none: 'nothing stripped', dwarf: 'debug info stripped', all: 'all stripped' } as const;

/** The same commit under each strip mode, disk and wire, all binaries to one scale. */
export function whatIfSection({ binaries }: ReportModel): Markup | undefined {
  const measured = binaries.filter(({ whatIf }) => whatIf !== undefined);
  if (measured.length === 0) return undefined;
  const full = Math.max(...measured.flatMap(({ whatIf = [] }) => whatIf.map(({ disk }) => disk)));
  return html`<section aria-labelledby="what-if"><h2 id="what-if">What if it were stripped otherwise</h2>
<p class="lead">The same build under each strip mode, each measured by writing it. The inner bar is the file compressed, as an image layer.</p>
<div class="what-if">${measured.slice(0, SHOWN).map((binary) => group(binary, full))}</div>${measured.length > SHOWN && html`<p class="note">${measured.length - SHOWN} more in the JSON report.</p>`}</section>`;
}

function group({ name, whatIf = [], strip }: BinaryModel, full: number): Markup {
  return html`<figure><figcaption>${named(name)}</figcaption><table class="bars"><thead class="unseen"><tr><th scope="col">Strip mode</th><th scope="col">To scale</th><th scope="col">Bytes</th></tr></thead><tbody>${whatIf.map(
    ({ strip: mode, disk, wire }) => {
      const width = (bytes: number): string => ((bytes / full) * 300).toFixed(1);
      return html`<tr${mode === strip && html` class="now"`}><th scope="row">${MODES[mode]}${mode === strip && html`<span class="tag">as shipped</span>`}</th><td><svg class="bar" viewBox="0 0 300 14" width="100%" height="14" preserveAspectRatio="none" aria-hidden="true"><rect class="disk" width="${width(disk)}" height="14" rx="2"/>${wire !== undefined && html`<rect class="wire" y="4" width="${width(wire)}" height="6" rx="1"/>`}</svg></td><td class="number">${sizeText(disk)}${wire !== undefined && html`<span class="under">${sizeText(wire)} wire</span>`}</td></tr>`;
    },
  )}</tbody></table></figure>`;
}
