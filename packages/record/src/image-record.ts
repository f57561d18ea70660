import type { MeasuredImage } from '@gosymbols/size';
import type { BinaryRecord } from './symbol-index.ts';

/** Characters of a build step that are kept: a heredoc makes it as long as a script. */
export const MAX_CREATED_BY = 4096;

/** One image that the policy judges: its layers, what it wastes, and the Go programs that it shows. */
export interface ImageRecord extends MeasuredImage {
  /** Name of the policy's artifact, by which the same image is found in another index. */
  readonly artifact: string;
  /** As the policy names it. */
  readonly name: string;
  /** Of the image manifest. */
  readonly digest?: string;
  /** `name` and `path` are those in the image. */
  readonly binaries: readonly BinaryRecord[];
}
