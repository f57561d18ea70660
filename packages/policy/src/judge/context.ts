/** What of the outside world a verdict depends on. Plain data: the caller reads the clock, the event and the disk. */
export interface JudgeContext {
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly labels?: readonly string[];
  readonly environment?: string;
  /** By the name of the binary: whether the files on disk are those of the index. Absent: nobody looked. */
  readonly files?: Readonly<Record<string, FilesOnDisk>>;
}

export type FileOnDisk = 'same' | 'missing' | 'differs';

export interface FilesOnDisk {
  readonly binary: FileOnDisk;
  readonly debug?: FileOnDisk;
}
