import { Cursor } from '@gosymbols/bytes';
import { type ElfFile, type Section, storedBytes } from '@gosymbols/elf';
import { indexFieldOf, renumbered } from '../renumber-symbols.ts';

interface Table {
  readonly elf: ElfFile;
  readonly section: Section;
}

const AT_ONCE = 8192;

/**
 * Whether two symbol tables of one size are the same but for section indices, and each of these names the same section
 * in its own file.
 * @param twins the other file's section for each of this one, by index
 */
export function sameSymbols(before: Table, after: Table, twins: ReadonlyMap<number, Section>): boolean {
  const field = indexFieldOf(before.elf, before.section);
  if (field === undefined) return false;
  const { step, at, width } = field;
  const [left, right] = [before, after].map(({ elf, section }) => storedBytes(elf, section));
  if (left === undefined || right === undefined || left.size !== right.size) return false;
  for (let start = 0; start < left.size; start += step * AT_ONCE) {
    const length = Math.min(step * AT_ONCE, left.size - start);
    const [old, now] = [left.read(start, length), right.read(start, length)];
    const cursors = [
      new Cursor(old, before.elf.header.order, before.section.name, start),
      new Cursor(now, after.elf.header.order, after.section.name, start),
    ] as const;
    for (let entry = 0; entry + step <= length; entry += step) {
      const [index = 0, other] = cursors.map((cursor) => {
        cursor.at = entry + at;
        return width === 2 ? cursor.u16() : cursor.u32();
      });
      if (other !== renumbered(index, field, (from) => twins.get(from)?.index)) return false;
      now.set(old.subarray(entry + at, entry + at + width), entry + at);
    }
    if (Buffer.compare(old, now) !== 0) return false;
  }
  return true;
}
