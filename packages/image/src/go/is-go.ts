import { FileSource } from '@gosymbols/bytes';
import { ET, readElf, readNotes } from '@gosymbols/elf';
import { buildIdsOf, readBuildInfo, readPclntab } from '@gosymbols/gobinary';

/**
 * Whether Go linked an executable or shared object: by what no linker flag takes away. Neither name nor mode play a part.
 * @throws FormatError for a damaged file
 */
export function isGoBinary(path: string): boolean {
  using source = FileSource.open(path);
  const elf = readElf(source);
  if (!['exec', 'dyn'].includes(ET[elf.header.type] ?? '')) return false;
  return (
    readBuildInfo(elf) !== undefined ||
    buildIdsOf(readNotes(elf)).go !== undefined ||
    readPclntab(elf) !== undefined
  );
}
