/** Ranges of addresses that packages claim, as the readers of names find them. */
export class Claims {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #owners: number[] = [];
  readonly #ids = new Map<string, number>();
  readonly owners: string[] = [];

  add(start: number, end: number, owner: string): void {
    let id = this.#ids.get(owner);
    if (id === undefined) {
      id = this.owners.length;
      this.#ids.set(owner, id);
      this.owners.push(owner);
    }
    this.#starts.push(start);
    this.#ends.push(end);
    this.#owners.push(id);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Calls `visit` by ascending start; of those that start together, the longest first. */
  each(visit: (start: number, end: number, owner: number) => void): void {
    const order = Uint32Array.from({ length: this.count }, (_, index) => index);
    const [starts, ends] = [Float64Array.from(this.#starts), Float64Array.from(this.#ends)];
    order.sort((a, b) => at(starts, a) - at(starts, b) || at(ends, b) - at(ends, a));
    for (const index of order) visit(at(starts, index), at(ends, index), this.#owners[index] ?? 0);
  }
}

function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? 0;
}
