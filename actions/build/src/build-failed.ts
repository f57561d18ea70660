import { UnavailableError } from '@gosymbols/host';

/** A tool that ended badly. `quote` is the line of its own words that says why; the log has them all. */
export function buildFailed(
  what: string,
  ended: { readonly status: number | undefined; readonly endedBy: NodeJS.Signals | undefined },
  quote: string | undefined,
): UnavailableError {
  const how =
    ended.status === undefined ? `was ended by ${ended.endedBy}` : `failed with exit status ${ended.status}`;
  return new UnavailableError(`${what} ${how}${quote === undefined ? '' : `: ${quote.trim()}`}`, {
    code: 'BUILD_FAILED',
    next: 'What the tool said is in the log above.',
  });
}
