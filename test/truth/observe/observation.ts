import type { Cell } from '../cell.ts';
import type { Landmarks } from '../landmarks.ts';

export type Holds = 'yes' | 'partly' | 'no';

/** What the consumers did: each thing that was asked of them, and whether they did it. */
export interface Observation {
  readonly holds: Holds;
  readonly asked: Readonly<Record<string, boolean>>;
  /** What they said, for the message of a disagreement. */
  readonly said: string;
}

export interface Asked {
  readonly cell: Cell;
  readonly marks: Landmarks;
  /** Another program, built the same way: for what must differ between programs. */
  readonly sibling: string;
  /** The `go` command of the toolchain that built the file, and the environment that chooses it. */
  readonly go: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Yes where all that was asked was done, no where nothing was, partly between. */
export function graded(asked: Readonly<Record<string, boolean>>, said: string): Observation {
  const done = Object.values(asked);
  const holds = done.every(Boolean) ? 'yes' : done.some(Boolean) ? 'partly' : 'no';
  return { holds, asked, said };
}

/** The text between the line `@name` and the next such line. */
export function part(text: string, name: string): string {
  const after = text.split(new RegExp(`^@${name}$`, 'm'))[1] ?? '';
  return after.split(/^@\w/m)[0] ?? '';
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
