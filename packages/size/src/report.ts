/** The owners of a file's bytes; every byte has exactly one, so they sum to `disk`. */
export interface Parts {
  /** Machine code, read-only data, data: what the program needs, without pclntab. */
  readonly codeAndData: number;
  readonly pclntab: number;
  /** `.symtab`, `.strtab` and their like. */
  readonly symbols: number;
  /** `.debug_*` and `.zdebug_*`. */
  readonly debug: number;
  /** Headers, section names, notes outside segments and alignment gaps. */
  readonly padding: number;
}

export interface WireSize {
  /** Bytes of the file compressed as an image layer would be. */
  readonly bytes: number;
  readonly method: 'gzip-6';
}

/** Three sizes that are never mixed; all in bytes. */
export interface SizeReport {
  readonly disk: number;
  readonly wire?: WireSize;
  /** Allocated sections: what the process maps, `.bss` included. */
  readonly loaded: number;
  readonly parts: Parts;
}
