import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { PART_KEYS, PART_TITLES } from '../model/change.ts';
import type { BinaryModel, SectionFlow } from '../model/report-model.ts';
import { percentText, sizeText } from '../text/size-text.ts';
import { html, type Markup } from './markup.ts';

interface Leaf {
  readonly name: string;
  readonly part: SectionFlow['part'];
  readonly bytes: number;
  readonly gone: boolean;
}

interface Branch {
  readonly name: string;
  readonly children: readonly (Branch | Leaf)[];
}

/** Two layouts of one map: a style sheet shows the one that the window has room for. */
const LAYOUTS = [
  { id: 'wide', width: 1000, height: 220 },
  { id: 'narrow', width: 360, height: 300 },
] as const;

/** Sections below this share of the file are drawn as one. */
const SMALL = 0.004;

/**
 * The built file as a map of its sections, area by bytes: filled ones ship, outlined ones left for the debug file.
 * The same figures stand in a table below it.
 */
export function sectionsMap(binary: BinaryModel, at: number): Markup | undefined {
  if (binary.sections.length < 2) return undefined;
  const tree = treeOf(binary);
  const where = binary.debugFile === undefined ? 'removed' : 'moved to the debug file';
  const moved = binary.sections.some((section) => section.after < section.before);
  return html`<figure class="map"><figcaption><h4>Sections of the built file</h4><p class="keys"><span class="key stays">ships</span>${moved && html`<span class="key gone">${where}</span>`}</p></figcaption>
${LAYOUTS.map((layout) => drawn(tree, layout, binary.name))}
<details class="table"><summary>The same as a table</summary>${sectionsTable(binary.sections, `sections-${at + 1}`)}</details></figure>`;
}

function treeOf({ sections, size }: BinaryModel): Branch {
  const leaves: Leaf[] = [];
  const small = new Map<string, Leaf>();
  for (const { name, part, before, after } of sections) {
    const pieces = [
      { name, part, bytes: Math.min(before, after), gone: false },
      { name, part, bytes: Math.max(0, before - after), gone: true },
    ];
    for (const piece of pieces.filter((piece) => piece.bytes > 0)) {
      if (piece.bytes >= size.before * SMALL) leaves.push(piece);
      else {
        const key = `${part} ${piece.gone}`;
        small.set(key, {
          ...piece,
          name: 'small sections',
          bytes: piece.bytes + (small.get(key)?.bytes ?? 0),
        });
      }
    }
  }
  const all = [...leaves, ...small.values()];
  const side = (gone: boolean): Branch => ({
    name: gone ? 'gone' : 'ships',
    children: PART_KEYS.map((part) => ({
      name: part,
      children: all.filter((leaf) => leaf.part === part && leaf.gone === gone),
    })).filter((branch) => branch.children.length > 0),
  });
  return { name: 'file', children: [side(false), side(true)].filter((branch) => branch.children.length > 0) };
}

function drawn(tree: Branch, layout: (typeof LAYOUTS)[number], name: string): Markup {
  const root = hierarchy<Branch | Leaf>(tree, (node) => ('children' in node ? node.children : undefined))
    .sum((node) => ('bytes' in node ? node.bytes : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const placed = treemap<Branch | Leaf>()
    .size([layout.width, layout.height])
    .tile(treemapSquarify.ratio(1.6))
    .paddingInner(2)
    .round(true)(root);
  const tiles = placed.leaves().map((leaf) => {
    const { data } = leaf;
    if (!('bytes' in data)) return undefined;
    const [width, height] = [leaf.x1 - leaf.x0, leaf.y1 - leaf.y0];
    if (width < 1 || height < 1) return undefined;
    const share = percentText((data.bytes / (root.value ?? 1)) * 100);
    const inset = data.gone ? 0.75 : 0;
    return html`<g class="tile p-${data.part}${data.gone && ' gone'}"><title>${data.name}: ${sizeText(data.bytes)}, ${share} of the file, ${PART_TITLES[data.part]}, ${data.gone ? 'not in the shipped file' : 'ships'}</title><rect x="${leaf.x0 + inset}" y="${leaf.y0 + inset}" width="${Math.max(0.5, width - 2 * inset)}" height="${Math.max(0.5, height - 2 * inset)}" rx="2"/>${label(data, leaf.x0, leaf.y0, width, height)}</g>`;
  });
  return html`<svg class="treemap ${layout.id}" viewBox="0 0 ${layout.width} ${layout.height}" width="100%" role="img" aria-label="Map of the sections of ${name}; its figures are in the table below">${tiles}</svg>`;
}

/** Characters of the type that names are set in are about 6.3 units wide. */
function label(leaf: Leaf, x: number, y: number, width: number, height: number): Markup | undefined {
  const room = Math.floor((width - 10) / 6.3);
  const name = [leaf.name, leaf.name.replace(/^\.debug_/, '')].find((name) => name.length <= room);
  if (height < 20 || name === undefined) return undefined;
  const bytes = height >= 36 && sizeText(leaf.bytes).length <= room;
  return html`<text x="${x + 6}" y="${y + 15}">${name}</text>${bytes && html`<text class="bytes" x="${x + 6}" y="${y + 29}">${sizeText(leaf.bytes)}</text>`}`;
}

function sectionsTable(sections: readonly SectionFlow[], id: string): Markup {
  return html`<table id="${id}"><thead><tr><th scope="col">Section</th><th scope="col">Part</th><th scope="col" class="number">Built</th><th scope="col" class="number">Shipped</th></tr></thead><tbody>${sections.map((section) => html`<tr><th scope="row"><code>${section.name}</code></th><td>${PART_TITLES[section.part]}</td><td class="number">${sizeText(section.before)}</td><td class="number">${section.after === 0 ? '–' : sizeText(section.after)}</td></tr>`)}</tbody></table>`;
}
