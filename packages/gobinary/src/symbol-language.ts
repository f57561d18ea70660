/**
 * Whether a pclntab name is of a function that the Go toolchain compiled: those carry their package before a dot. C and
 * C++ functions that cgo or the race detector link in stand in pclntab by their plain or mangled (`_Z…`, Itanium ABI)
 * name, and Go's internal linker has no DWARF for them.
 */
export function isGoName(name: string): boolean {
  return name.includes('.') && !name.startsWith('_Z') && !name.startsWith('_cgo_');
}
