import { SymbolError } from '../symbol-error.ts';
import { ANNOTATION_EPHEMERAL, ANNOTATION_EXPIRES } from './annotation-keys.ts';

/** Symbols of a build that is to go: under a tag of their own, so that they never stand in for a release's. */
export interface Ephemeral {
  /** Whose they are, e.g. `pr-212`. */
  readonly label: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Fits into a bundle's tag together with operating system and architecture. */
const LABEL = /^[a-z0-9][a-z0-9._-]{0,39}$/;
const DURATION = /^(\d{1,4})(h|d)$/;
const SECONDS = { h: 3600, d: 24 * 3600 } as const;

/**
 * @param after `36h` or `14d`
 * @throws SymbolError `EPHEMERAL_FORMAT`
 */
export function parseEphemeral(label: string, after: string, now: Date): Ephemeral {
  const wrong = (message: string, next: string): SymbolError =>
    new SymbolError(message, { kind: 'request', code: 'EPHEMERAL_FORMAT', next });
  if (!LABEL.test(label)) {
    throw wrong(
      `\`${label}\` is not a label for ephemeral symbols`,
      'Write lower-case letters, digits, `.`, `_` and `-`, at most 40, e.g. `pr-212`.',
    );
  }
  const [, count, unit] = DURATION.exec(after) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw wrong(
      `\`${after}\` is not a time after which symbols expire`,
      'Write, for example, `14d` or `36h`.',
    );
  }
  const seconds = Number(count) * SECONDS[unit as 'h' | 'd'];
  return { label, expires: Math.floor(now.getTime() / 1000) + seconds };
}

export function ephemeralAnnotations(ephemeral: Ephemeral | undefined): Readonly<Record<string, string>> {
  if (ephemeral === undefined) return {};
  return {
    [ANNOTATION_EPHEMERAL]: ephemeral.label,
    [ANNOTATION_EXPIRES]: new Date(ephemeral.expires * 1000).toISOString().replace('.000Z', 'Z'),
  };
}

/** Undefined for symbols that stay; a time that cannot be read never comes. */
export function readEphemeral(annotations: Readonly<Record<string, string>>): Ephemeral | undefined {
  const label = annotations[ANNOTATION_EPHEMERAL];
  if (label === undefined) return undefined;
  const expires = Date.parse(annotations[ANNOTATION_EXPIRES] ?? '') / 1000;
  return { label, expires: Number.isFinite(expires) ? expires : Number.POSITIVE_INFINITY };
}
