/** The shape of a verb's host, without what a test does not look at. */
export interface QuietHost {
  readonly kind: 'terminal';
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tempDir: string;
  readonly signal: AbortSignal;
  /** What was said, `<kind>: <message>`. */
  readonly said: string[];
  now(): Date;
  info(message: string): void;
  debug(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  group<T>(name: string, body: () => Promise<T>): Promise<T>;
  progress(label: string): { update(): void; done(text: string): void; failed(text: string): void };
  summary(): Promise<void>;
  setOutput(): void;
  secret(): void;
  uploadArtifact(): Promise<undefined>;
}

/** A host that works in `cwd` and remembers what it was told. */
export function quietHost(cwd: string, env: Readonly<Record<string, string | undefined>> = {}): QuietHost {
  const said: string[] = [];
  const say =
    (kind: string) =>
    (message: string): void => {
      said.push(`${kind}: ${message}`);
    };
  return {
    kind: 'terminal',
    cwd,
    env: { DOCKER_CONFIG: '/nonexistent', ...env },
    tempDir: cwd,
    signal: new AbortController().signal,
    said,
    now: () => new Date(0),
    info: say('info'),
    debug: () => {},
    notice: say('notice'),
    warning: say('warning'),
    error: say('error'),
    group: (_name, body) => body(),
    progress: () => ({ update: () => {}, done: say('done'), failed: say('failed') }),
    summary: async () => {},
    setOutput: () => {},
    secret: () => {},
    uploadArtifact: async () => undefined,
  };
}
