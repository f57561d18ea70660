import type { BinaryFacts } from '@gosymbols/inspect';
import type { Difference } from './comparison.ts';
import type { Measured } from './measured.ts';

/** A build, where its sizes need not be known. */
export type Comparable = Pick<Measured, 'facts' | 'packages'> & Partial<Pick<Measured, 'sizes'>>;

/** What of the two builds is not alike, other than their code. */
export function differencesOf(before: Comparable, after: Comparable): Difference[] {
  const [then, now] = [before.facts, after.facts];
  const [wireThen, wireNow] = [before.sizes?.wire?.method, after.sizes?.wire?.method];
  const [byThen, byNow] = [before.packages?.method, after.packages?.method];
  return [
    ...differs('platform', spellPlatform(then), spellPlatform(now)),
    ...(then.go && now.go ? differs('toolchain', then.go.version, now.go.version) : []),
    ...differs('flags', spellFlags(then), spellFlags(now)),
    ...differs('strip', spellStrip(then), spellStrip(now)),
    ...(byThen && byNow ? differs('method', byThen, byNow) : []),
    ...(wireThen && wireNow ? differs('wire-method', wireThen, wireNow) : []),
  ];
}

function differs(code: Difference['code'], before: string, after: string): Difference[] {
  return before === after ? [] : [{ code, message: `${before || 'none'} → ${after || 'none'}` }];
}

function spellPlatform({ platform, kind }: BinaryFacts): string {
  if (platform === undefined) return kind;
  const { os, arch, variant } = platform;
  return `${os}/${arch}${variant === undefined ? '' : `/${variant}`}`;
}

/** Settings of buildinfo that move sizes by themselves. `-ldflags` holds version stamps: only its words that are flags count. */
const FLAGS = [
  '-buildmode',
  '-compiler',
  '-gcflags',
  '-asmflags',
  '-tags',
  '-trimpath',
  '-race',
  '-msan',
  '-asan',
  '-cover',
  '-pgo',
  'CGO_ENABLED',
  'GOEXPERIMENT',
  'DefaultGODEBUG',
] as const;
const LINKER_FLAG =
  /(?:^|[\s"'])-(compressdwarf|linkmode|extldflags|buildmode|linkshared|pluginpath|asan|msan|race|B)\b(?:[= ]\S+)?/g;

function spellFlags({ go }: BinaryFacts): string {
  if (go === undefined) return '';
  const given = FLAGS.flatMap((key) => {
    const value = go.settings[key];
    // A profile's path is where it lay; that there was one is what counts.
    return value === undefined ? [] : [`${key}=${key === '-pgo' ? 'yes' : value}`];
  });
  const linker = [...(go.settings['-ldflags'] ?? '').matchAll(LINKER_FLAG)].map(([flag]) => flag.trim());
  return [...given, ...linker].join(' ');
}

function spellStrip({ symtab, dwarf, kind }: BinaryFacts): string {
  if (kind !== 'elf') return '';
  return `${symtab === undefined ? 'no ' : ''}symbol table, ${dwarf === undefined ? 'no ' : ''}DWARF`;
}
