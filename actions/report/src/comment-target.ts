import type { RunEvent } from '@gosymbols/github';

/** Where a comment goes and how it ranks among those of other runs; or why there is nowhere. */
export type CommentTarget =
  | { readonly number: number; readonly run: number; readonly attempt: number }
  | { readonly none: string };

/** The pull request of the event. A merge group and a push have none. */
export function targetOf(event: RunEvent): CommentTarget {
  const { name, pull, runId: run, attempt } = event;
  if (pull === undefined) return { none: `there is no pull request in the event ${name}` };
  return { number: pull.number, run, attempt };
}
