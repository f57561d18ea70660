import type { BinaryModel } from '../../model/report-model.ts';
import { visibleText } from '../../text/visible-text.ts';
import { HEIGHT, type Layout, layoutOf, WIDTH } from './layout.ts';

/** Whose a package is: Go's, the program's own, somebody else's. */
export const OWNERS = ['standard library', 'this module', 'dependencies'] as const;

/** What the page's script draws. */
export interface MapData {
  readonly width: number;
  readonly height: number;
  /** Path, module, owner (place in OWNERS), bytes then (-1: not comparable), bytes now. */
  readonly rows: readonly (readonly [string, string, number, number, number])[];
  readonly layouts: { readonly after: Layout; readonly before?: Layout; readonly delta?: Layout };
}

export function mapDataOf({ packages, mainPackage }: BinaryModel): MapData | undefined {
  if (packages === undefined || packages.rows.length === 0) return undefined;
  const { rows } = packages;
  const compared = rows.some(({ before }) => before !== undefined);
  return {
    width: WIDTH,
    height: HEIGHT,
    rows: rows.map(({ path, module, before, after }) => [
      visibleText(path),
      visibleText(module ?? ''),
      ownerOf(module, mainPackage),
      before ?? -1,
      after,
    ]),
    layouts: {
      after: layoutOf(rows, 'after'),
      ...(compared ? { before: layoutOf(rows, 'before'), delta: layoutOf(rows, 'delta') } : {}),
    },
  };
}

function ownerOf(module: string | undefined, mainPackage: string | undefined): number {
  if (module === undefined) return 0;
  return mainPackage === module || mainPackage?.startsWith(`${module}/`) === true ? 1 : 2;
}
