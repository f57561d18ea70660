import type { Claim } from '../pair.ts';
import { type ProgramReading, readAgain } from './second-reader.ts';
import type { Trio } from './trio.ts';

const FIELDS = [
  'type',
  'offset',
  'vaddr',
  'paddr',
  'filesz',
  'memsz',
  'align',
] as const satisfies readonly (keyof ProgramReading)[];

/** Point 2: entry point and program headers are unchanged, in order, and offsets stay congruent to addresses. */
export function proveLoadLayout({ original, stripped }: Pick<Trio, 'original' | 'stripped'>): Claim {
  if (original.header.entry !== stripped.header.entry)
    return claim(false, `entry point ${stripped.header.entry}, was ${original.header.entry}`);
  const before = readAgain(original.source);
  const after = readAgain(stripped.source);
  if (before === undefined || after === undefined)
    return sameByOwnReader(original.segments, stripped.segments);
  if (before.entry !== after.entry) return claim(false, `entry point ${after.entry}, was ${before.entry}`);
  if (before.programs.length !== after.programs.length)
    return claim(false, `${after.programs.length} program headers, were ${before.programs.length}`);
  for (const [index, program] of before.programs.entries()) {
    const now = after.programs[index];
    const field = FIELDS.find((name) => program[name] !== now?.[name]);
    if (field !== undefined)
      return claim(false, `program header ${index}: ${field} is ${now?.[field]}, was ${program[field]}`);
    const { align, offset, vaddr } = program;
    if (program.type === 'load' && align > 1 && offset % align !== vaddr % align) {
      return claim(
        false,
        `program header ${index}: offset ${offset} and address ${vaddr} differ modulo ${align}`,
      );
    }
  }
  return claim(
    true,
    `entry point and ${before.programs.length} program headers are unchanged, read back by a second parser`,
  );
}

function claim(holds: boolean, detail: string): Claim {
  return { point: 2, id: 'load-layout', holds, detail };
}

/** Extended numbering is beyond the second reader; ours must do then. */
function sameByOwnReader(before: Trio['original']['segments'], after: Trio['original']['segments']): Claim {
  const text = (segments: Trio['original']['segments']): string =>
    segments.map((segment) => Object.values(segment).join(' ')).join('\n');
  const same = text(before) === text(after);
  return claim(
    same,
    same
      ? `entry point and ${before.length} program headers are unchanged (extended numbering: one parser only)`
      : 'program headers differ',
  );
}
