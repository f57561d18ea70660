import type { SourceFacts } from '@gosymbols/host';
import type { Platform } from '@gosymbols/inspect';
import type { BinaryRecord, Producer, Release } from '@gosymbols/record';

/** A binary as the tool left it. */
export interface BuiltBinary {
  /** Absolute. */
  readonly path: string;
  readonly producer: Producer;
  /** Where the tool says it; for ELF files the file itself is asked. */
  readonly platform?: Platform;
  /** Of a hook that has seen it before it was split. */
  readonly record?: BinaryRecord;
}

/** What a tool made. */
export interface Built {
  readonly binaries: readonly BuiltBinary[];
  /** Where the tool knows it better than git does. */
  readonly source?: SourceFacts;
  readonly release?: Release;
  /** Hooks have split what can be split. */
  readonly isSplit?: boolean;
}
