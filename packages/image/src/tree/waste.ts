import type { WastedPath, WasteFacts } from '../facts.ts';

/** Paths that the facts list; what is smaller is in the sum only. */
export const MAX_WASTED_PATHS = 1000;

interface Lost {
  bytes: number;
  readonly layers: number[];
  deletedIn: number | undefined;
}

/** Adds up content that a later entry replaced or deleted. */
export class Waste {
  readonly #paths = new Map<string, Lost>();
  readonly #layers = new Map<number, number>();

  /** @param deletedIn undefined where another file took its place */
  add(path: string, bytes: number, layer: number, deletedIn: number | undefined): void {
    if (bytes === 0) return;
    this.#layers.set(layer, this.ofLayer(layer) + bytes);
    const lost = this.#paths.get(path) ?? { bytes: 0, layers: [], deletedIn };
    lost.bytes += bytes;
    lost.layers.push(layer);
    lost.deletedIn = deletedIn;
    this.#paths.set(path, lost);
  }

  ofLayer(layer: number): number {
    return this.#layers.get(layer) ?? 0;
  }

  /** @param shown the layer from which a path's content comes in the end */
  facts(shown: (path: string) => number | undefined): WasteFacts {
    const all = [...this.#paths].sort(
      ([a, { bytes }], [b, other]) => other.bytes - bytes || (a < b ? -1 : 1),
    );
    return {
      bytes: all.reduce((sum, [, { bytes }]) => sum + bytes, 0),
      files: all.length,
      paths: all.slice(0, MAX_WASTED_PATHS).map(([path, lost]): WastedPath => {
        const layer = shown(path);
        return {
          path,
          bytes: lost.bytes,
          layers: layer === undefined ? lost.layers : [...lost.layers, layer],
          ...(layer !== undefined || lost.deletedIn === undefined ? {} : { deletedIn: lost.deletedIn }),
        };
      }),
    };
  }
}
