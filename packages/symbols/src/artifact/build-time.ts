import { SymbolError } from '../symbol-error.ts';

/** Latest second that eleven octal digits of a tar header can say: the year 2242. */
const MAX_TIME = 0o77777777777;

/**
 * Seconds since 1970 that go into the artifact: SOURCE_DATE_EPOCH (reproducible-builds.org), else 0, never the clock,
 * so that the same debug file gives the same digest whoever publishes it and when.
 * @throws SymbolError `SOURCE_DATE_EPOCH_FORMAT`
 */
export function buildTime(env: Readonly<Record<string, string | undefined>>): number {
  const text = env['SOURCE_DATE_EPOCH']?.trim() ?? '';
  if (text === '') return 0;
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= MAX_TIME) return seconds;
  throw new SymbolError(`SOURCE_DATE_EPOCH is \`${text}\``, {
    kind: 'request',
    code: 'SOURCE_DATE_EPOCH_FORMAT',
    next: 'Write whole seconds since 1970, e.g. `git log -1 --format=%ct`.',
  });
}
