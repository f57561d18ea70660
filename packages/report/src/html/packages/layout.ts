import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { PackageChange } from '../../model/report-model.ts';

/** Units of the drawing; the page scales them to the window. */
export const WIDTH = 1000;
export const HEIGHT = 480;

/** By what the area goes: bytes now, bytes in the baseline, or how many they differ by. */
export type View = 'after' | 'before' | 'delta';

/** Per row of the packages `x0, y0, x1, y1`, four zeros where it has no area; rounded to tenths, as whole numbers. */
export type Layout = readonly number[];

interface Leaf {
  readonly row: number;
  readonly bytes: number;
}
interface Branch {
  readonly children: readonly (Branch | Leaf)[];
}

/** Packages of a module lie together, the largest module first. */
export function layoutOf(rows: readonly PackageChange[], view: View): Layout {
  const modules = Map.groupBy(rows.keys(), (row) => rows[row]?.module ?? '');
  const tree: Branch = {
    children: [...modules.values()].map((members) => ({
      children: members.map((row) => ({ row, bytes: weightOf(rows[row], view) })),
    })),
  };
  const root = hierarchy<Branch | Leaf>(tree, (node) => ('children' in node ? node.children : undefined))
    .sum((node) => ('bytes' in node ? node.bytes : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const placed = treemap<Branch | Leaf>()
    .size([WIDTH, HEIGHT])
    .tile(treemapSquarify.ratio(1.4))
    .paddingOuter((node) => (node.depth === 1 ? 1.5 : 0))(root);
  const layout = new Array<number>(rows.length * 4).fill(0);
  for (const { data, x0, y0, x1, y1 } of placed.leaves()) {
    if (!('row' in data) || data.bytes === 0) continue;
    for (const [at, value] of [x0, y0, x1, y1].entries()) layout[data.row * 4 + at] = Math.round(value * 10);
  }
  return layout;
}

function weightOf(row: PackageChange | undefined, view: View): number {
  if (row === undefined) return 0;
  const { before = 0, after } = row;
  return view === 'after' ? after : view === 'before' ? before : Math.abs(after - before);
}
