import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryTiming {
  /** Tries in all. */
  readonly attempts: number;
  /** First wait; each next is twice as long, with up to as much again of jitter. */
  readonly baseMs: number;
  /** Longest wait, also against `Retry-After`. */
  readonly maxMs: number;
}

export const DEFAULT_RETRY: RetryTiming = { attempts: 5, baseMs: 250, maxMs: 30_000 };

/** 429 and the 5xx that pass with time; 501 and 505 do not. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status === 500 || (status >= 502 && status <= 504);
}

/** How long to wait after attempt `attempt` (1-based). `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
export function waitMs(
  timing: RetryTiming,
  attempt: number,
  retryAfter: string | null,
  now: number = Date.now(),
): number {
  const asked = retryAfter === null ? Number.NaN : retryAfterMs(retryAfter, now);
  if (!Number.isNaN(asked)) return Math.min(Math.max(asked, 0), timing.maxMs);
  const base = timing.baseMs * 2 ** (attempt - 1);
  return Math.min(base + Math.random() * base, timing.maxMs);
}

export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
}

function retryAfterMs(text: string, now: number): number {
  return /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
}

/** System and TLS error codes that no retry changes. */
const LASTING =
  /^(ENOTFOUND|ECONNREFUSED|ENOENT|EACCES|EISDIR|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

export function isLastingFailure(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'AbortError' || LASTING.test(String((at as NodeJS.ErrnoException).code ?? '')))
      return true;
  }
  return false;
}
