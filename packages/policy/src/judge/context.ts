/** What of the outside world a verdict depends on. Plain data: the caller reads the clock, the event and the disk. */
export interface JudgeContext {
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly labels?: readonly string[];
  readonly environment?: string;
  /** Who put the label of `overrides` on the pull request, and why. Absent: nobody asked. */
  readonly override?: OverrideContext;
  /** By the name of the binary: whether the files on disk are those of the index. Absent: nobody looked. */
  readonly files?: Readonly<Record<string, FilesOnDisk>>;
}

export interface OverrideContext {
  /** Login, as GitHub spells it. */
  readonly by?: string;
  /** Role in the repository: `admin`, `maintain`, `write`, `triage`, `read` or `none`. */
  readonly permission?: string;
  readonly reason?: string;
}

export type FileOnDisk = 'same' | 'missing' | 'differs';

export interface FilesOnDisk {
  readonly binary: FileOnDisk;
  readonly debug?: FileOnDisk;
}
