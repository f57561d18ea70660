import type { ByteOrder, ByteSource } from '@gosymbols/bytes';

/** The DWARF sections of one file, decompressed, by their standard names (`.debug_info`). Where they come from is not known here. */
export interface DebugSections {
  readonly order: ByteOrder;
  section(name: string): ByteSource | undefined;
}
