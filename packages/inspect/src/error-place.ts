import type { FormatError } from '@gosymbols/bytes';

/** A FormatError says which file it is about; readers below know only bytes. */
export function withFile(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error.name !== 'FormatError') return error;
  Object.defineProperty(error, 'file', {
    value: path,
    enumerable: true,
    configurable: true,
  } satisfies PropertyDescriptor & ThisType<FormatError>);
  return error;
}
