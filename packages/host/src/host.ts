/** A place in a text file, 1-based, for annotations. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly title?: string;
}

/** One long task that shows how far it is. Exactly one of `done` and `failed` ends it. */
export interface Progress {
  /** Replaces the text beside the label, e.g. "3 of 7" or "12.1 MB of 40 MB". */
  update(text: string): void;
  done(text: string): void;
  failed(text: string): void;
}

/**
 * The world as a verb sees it. Two implementations: the terminal and GitHub Actions. Nothing else in the project
 * writes to the console, reads the environment or sets outputs.
 */
export interface Host {
  readonly kind: 'terminal' | 'github';
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Exists, is private to this run, and is removed at its end. */
  readonly tempDir: string;
  /** Aborted on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  now(): Date;
  info(message: string): void;
  debug(message: string): void;
  notice(message: string, place?: Place): void;
  warning(message: string, place?: Place): void;
  error(message: string, place?: Place): void;
  group<T>(name: string, body: () => Promise<T>): Promise<T>;
  progress(label: string): Progress;
  /** Appends Markdown to the job summary; the terminal has none. */
  summary(markdown: string): Promise<void>;
  setOutput(name: string, value: string): void;
  /** Masks a value in all logs from here on. */
  secret(value: string): void;
  /** Uploads files as a workflow artifact; undefined where there is no artifact service. */
  uploadArtifact(name: string, files: readonly string[], rootDirectory: string): Promise<number | undefined>;
}

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** What a verb ends with. A thrown error means that it could not be done. */
export interface Outcome {
  /** Values by the output names of `action.yml`. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** `fail` when a policy or a gate says no: exit status 1. */
  readonly verdict?: 'pass' | 'fail';
  /** What `--json` prints instead of `outputs`. */
  readonly document?: unknown;
  /** What a person reads, printed on stdout by the terminal. */
  readonly text?: string;
}
