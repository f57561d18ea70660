import { join } from 'node:path';
import { output } from '../support/run.ts';

/** What the consumers are asked to find in one program. Functions by linker name, lines by file and number. */
export interface Landmarks {
  /** Arguments with which it comes by `stop` and `line`, and ends by itself. */
  readonly debug: readonly string[];
  readonly stop: Stop;
  readonly line: {
    readonly at: string;
    /** Variables in scope there, as the source says. */
    readonly variables: readonly string[];
  };
  /** How it dies with the traces of all goroutines: by a panic of its own, or by SIGQUIT once it is up. */
  readonly crash: { readonly args: readonly string[]; readonly by: 'panic' | 'SIGQUIT' };
  /** Lines of the trace that must be there, the inlined frame too. */
  readonly trace: readonly RegExp[];
  /** A frame of the core that must have its file and line; and a struct of the program, with names of its fields. */
  readonly core: { readonly frame: RegExp; readonly variable: string; readonly fields: readonly string[] };
  /** Arguments that make it busy, and functions that it is then busy in. */
  readonly busy: { readonly args: readonly string[]; readonly hot: RegExp };
  /** A command that has it write a profile of itself, and a function that the profile must name with its line. */
  readonly profile: {
    readonly command: (file: string, profile: string) => readonly string[];
    readonly names: RegExp;
  };
}

interface Stop {
  readonly function: string;
  readonly arguments: readonly string[];
  /** Outer frames of the backtrace at `function`. */
  readonly callers: readonly string[];
  /** An argument that points to a struct, and names of the struct's fields. */
  readonly pointer: string;
  readonly fields: readonly string[];
}

/** Number of the first line of a source that holds `text`. */
export function lineWith(source: string, text: string): number {
  const lines = source.split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`no line holds ${text}`);
  return index + 1;
}

export function goroot(go: string, env: Readonly<Record<string, string>>): string {
  return output(go, ['env', 'GOROOT'], { env }).trim();
}

export const sourceOf = (program: string): string =>
  join(import.meta.dirname, '..', 'fixtures', 'programs', program, 'main.go');
