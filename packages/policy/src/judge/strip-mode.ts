import type { BinaryFacts } from '@gosymbols/inspect';
import type { StripMode } from '@gosymbols/split';
import type { Case, Draft } from './case.ts';

/** ST001: the sections of the file are not those of the strip mode that is declared. Flags are not looked at. */
export function judgeStripMode({ settings, facts }: Case): readonly Draft[] {
  const { strip } = settings;
  if (strip === undefined) return [];
  const found = { symtab: hasSymtab(facts), dwarf: hasDwarf(facts) };
  const declared = CONTENT[strip.value];
  if (found.symtab === declared.symtab && found.dwarf === declared.dwarf) return [];
  const wrong = [
    ...(found.symtab === declared.symtab ? [] : [`\`.symtab\` ${found.symtab ? 'is' : 'is not'} there`]),
    ...(found.dwarf === declared.dwarf ? [] : [`DWARF ${found.dwarf ? 'is' : 'is not'} there`]),
  ];
  return [
    {
      rule: 'ST001',
      severity: 'error',
      message: `Declared \`strip: ${strip.value}\`, but ${wrong.join(' and ')}.`,
      measured: `${found.symtab ? '' : 'no '}.symtab, ${found.dwarf ? '' : 'no '}DWARF`,
      limit: strip.value,
      next: nextStep(strip.value, found),
      line: strip.line,
    },
  ];
}

type Content = { readonly symtab: boolean; readonly dwarf: boolean };

const CONTENT: Readonly<Record<StripMode, Content>> = {
  all: { symtab: false, dwarf: false },
  dwarf: { symtab: true, dwarf: false },
  none: { symtab: true, dwarf: true },
};

function nextStep(mode: StripMode, found: Content): string {
  const lost = (CONTENT[mode].symtab && !found.symtab) || (CONTENT[mode].dwarf && !found.dwarf);
  return lost
    ? 'Build without `-s` and `-w` (`-s` implies `-w` since Go 1.22) and let `gosymbols split` strip.'
    : `Run \`gosymbols split --strip ${mode}\` on it, or declare what it is.`;
}

export function hasSymtab({ sections }: BinaryFacts): boolean {
  return sections.some(({ name, fileSize }) => name === '.symtab' && fileSize > 0);
}

export function hasDwarf({ sections }: BinaryFacts): boolean {
  return sections.some(({ name, fileSize }) => /^\.z?debug_/.test(name) && fileSize > 0);
}
