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
  /** Variables of inlined functions that an inlined call does not mention: there is nothing left of them. */
  readonly missing: number;
  /** Bytes of code of those calls, for each that is missing; not part of `scopeBytes`. */
  readonly missingBytes: number;
}

/** Share (0..1) of their scopes in which variables have a value; 1 where there is none to miss. */
export function coveredShare({ scopeBytes, coveredBytes, missingBytes }: VariableCounts): number {
  const all = scopeBytes + missingBytes;
  return all === 0 ? 1 : coveredBytes / all;
}

export type Tally = { -readonly [Key in keyof VariableCounts]: number };

export function emptyTally(): Tally {
  return {
    count: 0,
    located: 0,
    dropped: 0,
    scopeBytes: 0,
    coveredBytes: 0,
    droppedBytes: 0,
    missing: 0,
    missingBytes: 0,
  };
}

export function addCounts(to: Tally, more: VariableCounts): void {
  to.count += more.count;
  to.located += more.located;
  to.dropped += more.dropped;
  to.scopeBytes += more.scopeBytes;
  to.coveredBytes += more.coveredBytes;
  to.droppedBytes += more.droppedBytes;
  to.missing += more.missing;
  to.missingBytes += more.missingBytes;
}
