import type { Platform } from '@gosymbols/inspect';
import type { Producer } from '@gosymbols/record';

/** A binary as the tool left it. */
export interface BuiltBinary {
  /** Absolute. */
  readonly path: string;
  readonly producer: Producer;
  /** Where the tool says it; for ELF files the file itself is asked. */
  readonly platform?: Platform;
}
