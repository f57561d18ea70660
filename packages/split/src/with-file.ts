import { FormatError } from '@gosymbols/bytes';

/** Names the file that the user gave in an error that names a draft, or none. Other errors pass as they are. */
export function withFile(error: unknown, path: string): unknown {
  if (error instanceof FormatError && error.file !== path)
    Object.defineProperty(error, 'file', { value: path, enumerable: true });
  return error;
}

/** Names the target in a system's error about its draft, or about no file at all, as a failed write is. */
export function withTarget(error: unknown, target: string): unknown {
  if (error instanceof Error && 'syscall' in error)
    Object.defineProperty(error, 'path', { value: target, enumerable: true });
  return error;
}
