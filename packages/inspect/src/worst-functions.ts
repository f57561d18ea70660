import type { FunctionVariables, VariableCounts } from '@gosymbols/dwarf';

/** Keeps the `most` functions in which variables are missing for the most bytes of their scopes. */
export class WorstFunctions {
  readonly #most: number;
  /** The worst first. */
  readonly #kept: FunctionVariables[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  offer(entry: FunctionVariables): void {
    const bytes = hiddenBytes(entry);
    const last = this.#kept[this.#most - 1];
    if (bytes === 0 || this.#most === 0 || (last !== undefined && hiddenBytes(last) >= bytes)) return;
    const place = this.#kept.findIndex((other) => hiddenBytes(other) < bytes);
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, entry);
    this.#kept.length = Math.min(this.#kept.length, this.#most);
  }

  list(): readonly FunctionVariables[] {
    return this.#kept;
  }
}

function hiddenBytes({ parameters, locals }: FunctionVariables): number {
  return hiddenIn(parameters) + hiddenIn(locals);
}

function hiddenIn({ scopeBytes, coveredBytes, missingBytes }: VariableCounts): number {
  return scopeBytes - coveredBytes + missingBytes;
}
