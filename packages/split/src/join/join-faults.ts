import { FormatError } from '@gosymbols/bytes';
import { type ElfFile, fileSizeOf, isAllocated, SHT } from '@gosymbols/elf';

/** Debug files keep notes, but no other loaded content: that is how the two halves are told apart. */
export function hasLoadedContent(elf: ElfFile): boolean {
  return elf.sections.some(
    (section) => isAllocated(section) && section.type !== SHT.NOTE && fileSizeOf(section) > 0,
  );
}

/** The two files are not halves of one. */
export function pairFault(debug: ElfFile, what: string): FormatError {
  return new FormatError(`does not belong to this binary, nothing was written: it ${what}`, {
    code: 'JOIN_PAIR',
    kind: 'request',
    file: debug.source.name,
    next: 'Give the debug file of this very build; `fetch --binary` finds it in a store.',
  });
}

export function swapped(stripped: ElfFile, debug: ElfFile): FormatError {
  return new FormatError(
    `is a debug file, and ${debug.source.name} is a binary: \`binary\` and \`debug\` are swapped`,
    {
      code: 'JOIN_SWAPPED',
      kind: 'request',
      file: stripped.source.name,
      next: 'Give them the other way round.',
    },
  );
}

/** A file that is given for the wrong half, or is neither. */
export function notHalf(elf: ElfFile, wanted: 'binary' | 'debug'): FormatError {
  const [code, what, next] =
    wanted === 'binary'
      ? [
          'JOIN_NOT_BINARY',
          'is a debug file: its loaded sections have no content, the stripped binary is needed',
          'Give the stripped binary as `binary`.',
        ]
      : elf.sections.length <= 1
        ? [
            'JOIN_NOT_DEBUG',
            'has no section headers, a debug file is needed',
            'Give the debug file as `debug`.',
          ]
        : [
            'JOIN_NOT_DEBUG',
            'is no debug file: its loaded sections have content',
            'Give the .debug file of `split` as `debug`. A binary that was not split is a full file already.',
          ];
  return new FormatError(what, { code, kind: 'request', file: elf.source.name, next });
}
