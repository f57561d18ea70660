/** What a comment of ours says of itself, unseen: which report it is, and which run wrote it. */
export interface Mark {
  /** One comment per key and pull request: `report`, or the name given where several reports go to one. */
  readonly key: string;
  /** Runs of a repository have ascending ids. */
  readonly run: number;
  readonly attempt: number;
}

const MARK = /(?:^|\n)<!-- gosymbols report=([\w.-]{1,60}) run=(\d{1,15}) attempt=(\d{1,6}) -->\s*$/;

/** The mark of a comment. It counts as the last line only: a comment that quotes ours has it elsewhere. */
export function markOf(body: string | null | undefined): Mark | undefined {
  const [, key, run, attempt] = MARK.exec(body ?? '') ?? [];
  return key === undefined ? undefined : { key, run: Number(run), attempt: Number(attempt) };
}

/** The text with its mark after it: the first line is what e-mail shows, comments included. */
export function withMark({ key, run, attempt }: Mark, text: string): string {
  return `${text.trimEnd()}\n\n<!-- gosymbols report=${key} run=${run} attempt=${attempt} -->`;
}

/** Positive when `a` was measured after `b`. */
export function compareMarks(a: Mark, b: Mark): number {
  return a.run - b.run || a.attempt - b.attempt;
}
