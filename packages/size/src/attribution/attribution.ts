/** Where names of code come from; two attributions by different methods are not compared by package. */
export type AttributionMethod = 'symtab' | 'dwarf' | 'pclntab';

/** What one package brought into the file. */
export interface PackageSize {
  /** Import path, `main` by that of the program; or `NO_PACKAGE`. */
  readonly path: string;
  /** Path of its module; absent for the standard library and where buildinfo has none that fits. */
  readonly module?: string;
  /** Bytes in the file: machine code and, by the method `symtab`, data. */
  readonly bytes: number;
  /** Those of `bytes` that lie in executable sections. */
  readonly code: number;
}

/** Bytes of a section that nobody named owns: strings, types, tables of the runtime. */
export interface RemainderSize {
  readonly section: string;
  readonly bytes: number;
}

/** The part `codeAndData` by package: `packages` and `remainder` sum to it exactly. The largest come first. */
export interface Attribution {
  readonly method: AttributionMethod;
  readonly packages: readonly PackageSize[];
  readonly remainder: readonly RemainderSize[];
}

/** An attribution as a document may carry it: what is needed to compare and to judge it. */
export interface PackageSizes {
  readonly method: AttributionMethod;
  readonly packages: readonly (Omit<PackageSize, 'code'> & Partial<Pick<PackageSize, 'code'>>)[];
  readonly remainder?: readonly RemainderSize[];
}

/** Path of what no Go package owns: C and C++ code, and assembly whose symbols carry no package. */
export const NO_PACKAGE = '(C and assembly)';
