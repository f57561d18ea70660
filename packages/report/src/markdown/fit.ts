/** How much of a text is shown: parts left out, and how many rows and findings stay. */
export interface Extent<Part extends string> {
  readonly without: ReadonlySet<Part>;
  readonly rows: number;
  readonly findings: number;
}

export interface Fitting<Part extends string> {
  readonly limit: number;
  /** What goes first, before any row or finding. */
  readonly leaving: readonly Part[];
  readonly rows: number;
  /** Rows about which there is an error: they stay longest. */
  readonly failingRows: number;
  readonly findings: number;
  readonly errors: number;
}

/** Errors that stay before rows do. */
const FEW_ERRORS = 20;

/**
 * The most of a text that is within the limit of UTF-8 bytes. The order: parts as `leaving` says; rows without errors;
 * findings that are no errors; errors after the twentieth; the remaining rows; the remaining findings.
 */
export function fit<Part extends string>(
  compose: (extent: Extent<Part>) => string,
  { limit, leaving, rows, failingRows, findings, errors }: Fitting<Part>,
): string {
  const fits = (extent: Extent<Part>): boolean => Buffer.byteLength(compose(extent)) <= limit;
  let extent: Extent<Part> = { without: new Set(), rows, findings };
  for (const part of leaving) {
    if (fits(extent)) return compose(extent);
    extent = { ...extent, without: new Set([...extent.without, part]) };
  }
  const steps: readonly ['rows' | 'findings', number][] = [
    ['rows', failingRows],
    ['findings', errors],
    ['findings', Math.min(errors, FEW_ERRORS)],
    ['rows', 0],
    ['findings', 0],
  ];
  for (const [what, least] of steps) {
    if (fits(extent)) break;
    const reduced = (count: number): Extent<Part> => ({ ...extent, [what]: count });
    extent = reduced(largest(Math.min(least, extent[what]), extent[what], (count) => fits(reduced(count))));
  }
  return compose(extent);
}

/** The largest count in [least, most] that fits; `least` when none does. */
function largest(least: number, most: number, fits: (count: number) => boolean): number {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
