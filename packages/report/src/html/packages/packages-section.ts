import type { BinaryModel, PackageChange, ReportModel } from '../../model/report-model.ts';
import { countText, deltaText, sizeText } from '../../text/size-text.ts';
import { html, type Insertable, type Markup, named, verbatim } from '../markup.ts';
import { type MapData, mapDataOf, OWNERS } from './map-data.ts';

/** Maps of more binaries would make the page slow to open; the largest changes are the ones to look at. */
const MAPS = 8;
/** Rows that are there without the script. */
const ROWS = 30;

/** Packages of the built files as maps, area by bytes; and as a table that the search narrows. */
export function packagesSection({ binaries }: ReportModel): Markup | undefined {
  const having = binaries.filter(({ packages }) => (packages?.rows.length ?? 0) > 0);
  const mapped = having
    .toSorted((a, b) => Math.abs(b.baseline?.delta ?? 0) - Math.abs(a.baseline?.delta ?? 0))
    .slice(0, MAPS);
  if (mapped.length === 0) return undefined;
  const rest = having.length - mapped.length;
  return html`<section aria-labelledby="packages"><h2 id="packages">Packages</h2>
<p class="lead">Where the bytes of the built file come from, before anything is stripped.${rest > 0 && ` ${rest} more binaries have maps in the JSON report.`}</p>
${mapped.map((binary, at) => map(binary, at))}</section>`;
}

const METHODS = { dwarf: 'DWARF', symtab: 'the symbol table', pclntab: 'pclntab' } as const;

function map(binary: BinaryModel, at: number): Markup | undefined {
  const data = mapDataOf(binary);
  const { packages } = binary;
  if (data === undefined || packages === undefined) return undefined;
  const compared = data.layouts.delta !== undefined;
  const id = `map-${at + 1}`;
  const title = `Map of the packages of ${binary.name}`;
  return html`<details class="evidence packages"${at === 0 && ' open'}>
<summary><h3>${named(binary.name)}</h3><span class="summary-facts">${countText(packages.rows.length, 'package')} by ${METHODS[packages.method]}</span></summary>
<div class="body" data-map>
<div class="map-bar"><p class="filter" hidden><label for="${id}-search">Search</label> <input id="${id}-search" type="search" autocomplete="off" spellcheck="false"> <output for="${id}-search"></output></p>
<fieldset class="views" hidden><legend class="unseen">Show</legend>${views(compared).map(([value, label]) => html`<label><input type="radio" name="${id}-view" value="${value}"${value === 'after' && ' checked'}> ${label}</label>`)}</fieldset></div>
<canvas class="package-map" id="${id}" tabindex="0" role="application" aria-label="${title}. Arrow keys go from package to package, the largest first; the table below has the same figures." aria-describedby="${id}-told" hidden></canvas>
<p class="map-told" id="${id}-told" role="status"></p>
<ul class="legend owners" hidden>${OWNERS.map((owner, place) => html`<li><svg width="12" height="12" aria-hidden="true"><rect class="o-${place}" width="12" height="12" rx="2"/></svg>${owner}</li>`)}</ul>
<ul class="legend moves" hidden><li><svg width="12" height="12" aria-hidden="true"><rect class="grew" width="12" height="12" rx="2"/></svg>grew</li><li><svg width="12" height="12" aria-hidden="true"><rect class="shrank" width="12" height="12" rx="2"/></svg>shrank</li></ul>
${table(packages.rows, compared, id)}
<script type="application/json">${dataBlock(data)}</script>
</div></details>`;
}

function views(compared: boolean): readonly (readonly [string, string])[] {
  return compared
    ? [
        ['after', 'Now'],
        ['before', 'Before'],
        ['delta', 'Change'],
      ]
    : [['after', 'Now']];
}

function table(rows: readonly PackageChange[], compared: boolean, id: string): Markup {
  const change = ({ before, after }: PackageChange): Insertable => {
    if (before === undefined || before === after) return '';
    return before === 0 ? `new, ${deltaText(after)}` : deltaText(after - before);
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}-caption"><table class="package-rows" id="${id}-rows"><caption class="unseen" id="${id}-caption">Packages, the largest first</caption><thead><tr><th scope="col">Package</th><th scope="col">Module</th>${compared && html`<th scope="col" class="number">Before</th>`}<th scope="col" class="number">Now</th>${compared && html`<th scope="col" class="number">Change</th>`}</tr></thead><tbody>${rows.slice(0, ROWS).map((row) => html`<tr><th scope="row"><code>${row.path}</code></th><td><code>${row.module ?? ''}</code></td>${compared && html`<td class="number">${sizeText(row.before ?? 0)}</td>`}<td class="number">${sizeText(row.after)}</td>${compared && html`<td class="number">${change(row)}</td>`}</tr>`)}</tbody></table></div>`;
}

/** JSON in an element that runs nothing; `<` is written so that no name can end it. */
function dataBlock(data: MapData): Markup {
  return verbatim(JSON.stringify(data).replaceAll('<', '\\u003c'));
}
