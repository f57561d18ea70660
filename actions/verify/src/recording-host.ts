import type { Host, Place } from '@gosymbols/host';

export interface Said {
  readonly kind: 'error' | 'warning' | 'notice' | 'info';
  readonly message: string;
  readonly place?: Place;
}

/** A host that remembers what it was told, for tests. */
export function recordingHost(options: {
  readonly cwd: string;
  readonly kind?: Host['kind'];
  readonly env?: Host['env'];
  readonly signal?: AbortSignal;
}): Host & { readonly said: Said[] } {
  const said: Said[] = [];
  const say =
    (kind: Said['kind']) =>
    (message: string, place?: Place): void => {
      said.push({ kind, message, ...(place === undefined ? {} : { place }) });
    };
  return {
    said,
    kind: options.kind ?? 'terminal',
    cwd: options.cwd,
    env: options.env ?? {},
    tempDir: options.cwd,
    signal: options.signal ?? new AbortController().signal,
    now: () => new Date('2026-06-01T12:00:00Z'),
    info: say('info'),
    debug: () => {},
    notice: say('notice'),
    warning: say('warning'),
    error: say('error'),
    group: (_, body) => body(),
    progress: () => ({ update: () => {}, done: () => {}, failed: () => {} }),
    summary: async () => {},
    setOutput: () => {},
    secret: () => {},
    uploadArtifact: async () => undefined,
  };
}
