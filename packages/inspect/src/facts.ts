/** What a file is, by its first bytes. Only `elf` is read further. */
export type FileKind = 'elf' | 'mach-o' | 'pe' | 'wasm' | 'archive' | 'script' | 'empty' | 'other';

/** Operating system and architecture in Go's terms (`GOOS`, `GOARCH`), as OCI image configs use them too. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** Micro-architecture level, e.g. `v1` for `GOAMD64=v1`. */
  readonly variant?: string;
}

export interface BuildIds {
  /** Hex of the `.note.gnu.build-id` descriptor. */
  readonly gnu?: string;
  /** Text of the Go build ID note. */
  readonly go?: string;
  /** SHA-256 over the first 4096 bytes, the last 4096 bytes and the length (OTel profiling file ID), 32 hex digits. */
  readonly file: string;
  /** Why the GNU ID cannot tell this build from another (`-buildid=redacted`, a known constant…); absent if it can. */
  readonly constant?: string;
}

export interface SectionFacts {
  readonly name: string;
  readonly type: string;
  readonly flags: string;
  /** Virtual address, hexadecimal with `0x`. */
  readonly address: string;
  readonly offset: number;
  /** Bytes as a reader sees them (decompressed). */
  readonly size: number;
  /** Bytes in the file: 0 for NOBITS, the compressed size for compressed sections. */
  readonly fileSize: number;
  readonly compression?: 'zlib' | 'zstd' | 'zlib-gnu';
}

export interface ElfFacts {
  readonly class: 32 | 64;
  readonly order: 'little' | 'big';
  readonly type: 'rel' | 'exec' | 'dyn' | 'core' | string;
  readonly machine: string;
  readonly entry: string;
  readonly interpreter?: string;
  /** Bytes of all allocated sections that have content in the file, and of those that do not (.bss). */
  readonly loadedBytes: number;
}

export interface GoModule {
  readonly path: string;
  readonly version: string;
  readonly sum?: string;
  readonly replace?: GoModule;
}

export interface GoFacts {
  /** As `go version` prints it, e.g. `go1.26.8`. */
  readonly version: string;
  readonly mainPackage?: string;
  readonly module?: GoModule;
  readonly dependencies: readonly GoModule[];
  /** Build settings in the order of the file, e.g. `-ldflags`, `CGO_ENABLED`, `GOARCH`. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface DwarfFacts {
  /** DWARF versions seen in unit headers, ascending. */
  readonly versions: readonly number[];
  readonly units: number;
  /** Functions with code (DW_TAG_subprogram with an entry address). */
  readonly functions: number;
  /** Share (0..1) of pclntab's Go functions that have a DWARF function at the same address, in a unit with a line table. */
  readonly coverage?: number;
  /** What `DW_AT_producer` says, compiler version and flags, with the number of units; the most frequent first. */
  readonly producers: readonly { readonly producer: string; readonly units: number }[];
  /** True when every Go unit was compiled with optimisation and inlining off (`-N -l`), as far as the compiler lets the runtime be. */
  readonly unoptimised: boolean;
  readonly compression: 'none' | 'zlib' | 'zstd' | 'zlib-gnu' | 'mixed';
  readonly size: number;
  readonly fileSize: number;
}

export interface SymtabFacts {
  readonly symbols: number;
  readonly functions: number;
  /** Share (0..1) of pclntab's Go functions that have a symbol at the same address. */
  readonly coverage?: number;
}

export interface PclntabFacts {
  /** Layout generation: the Go version that introduced it (`1.2`, `1.16`, `1.18`, `1.20`). */
  readonly version: string;
  readonly functions: number;
  /** Bytes. */
  readonly size: number;
  /** Share (0..1) of sampled functions whose name could be read. */
  readonly named: number;
  /** Source files that are named by a path of the machine that compiled them, and one of them. */
  readonly absolutePaths?: { readonly count: number; readonly example: string };
}

/** A fact worth a warning. `code` is stable. */
export interface FactWarning {
  readonly code: string;
  readonly message: string;
}

/** Everything we read in one file. Plain data; the document `gosymbols inspect` prints. */
export interface BinaryFacts {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly kind: FileKind;
  readonly platform?: Platform;
  readonly buildIds: BuildIds;
  readonly elf?: ElfFacts;
  readonly sections: readonly SectionFacts[];
  readonly go?: GoFacts;
  readonly pclntab?: PclntabFacts;
  readonly symtab?: SymtabFacts;
  readonly dwarf?: DwarfFacts;
  readonly debugLink?: { readonly file: string; readonly crc32: number };
  readonly warnings: readonly FactWarning[];
}
