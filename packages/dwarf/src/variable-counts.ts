/** How many variables there are and for how much of their scopes a debugger can find them. */
export interface VariableCounts {
  /** Entries, each time that they are inlined; what the compiler made up itself (`DW_AT_artificial`) is left out. */
  readonly count: number;
  /** Those that are somewhere at least once, or are a constant. */
  readonly located: number;
  /** Those whose location is empty everywhere: the compiler says that it dropped them. The rest have no location. */
  readonly dropped: number;
  /** Bytes of code in the scope of each variable, summed up. */
  readonly scopeBytes: number;
  /** Bytes of `scopeBytes` where the variable is somewhere. */
  readonly coveredBytes: number;
  /** Bytes of `scopeBytes` where its location is empty (DWARF 5, 2.6.1.1.4): it was dropped there. */
  readonly droppedBytes: number;
}

export type Tally = { -readonly [Key in keyof VariableCounts]: number };

export function emptyTally(): Tally {
  return { count: 0, located: 0, dropped: 0, scopeBytes: 0, coveredBytes: 0, droppedBytes: 0 };
}

export function addCounts(to: Tally, more: VariableCounts): void {
  to.count += more.count;
  to.located += more.located;
  to.dropped += more.dropped;
  to.scopeBytes += more.scopeBytes;
  to.coveredBytes += more.coveredBytes;
  to.droppedBytes += more.droppedBytes;
}
