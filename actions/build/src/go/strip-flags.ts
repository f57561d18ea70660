import { RequestError } from '@gosymbols/host';
import type { StripFlags } from '../request.ts';

/** `-s` drops symbol table and DWARF, `-w` DWARF. Later flags win: the linker uses Go's `flag` package. */
export const KEEP_SYMBOLS = '-s=false -w=false';

/** Linker flags to append to `ldflags`, so that symbols stay in whatever came before. */
export function keepSymbols(ldflags: string): string {
  const external = externalFlags(ldflags);
  const kept = withoutStripping(external);
  if (kept === external) return KEEP_SYMBOLS;
  const quote = kept.includes('"') ? "'" : '"';
  return `${KEEP_SYMBOLS} ${quote}-extldflags=${kept}${quote}`;
}

/** Whether linker flags drop symbols, as far as their text tells: templates are taken at their word. */
export function stripsSymbols(ldflags: string): boolean {
  const external = externalFlags(ldflags);
  if (withoutStripping(external) !== external) return true;
  let drops = { s: false, w: false };
  // Of `-ldflags=pattern=flags` the pattern says for which packages.
  const flags = ldflags.replace(/^[^-\s=][^\s=]*=/, '').replace(EXTERNAL, ' ');
  for (const [, name, value] of flags.matchAll(/(?:^|[\s'"}])--?([sw])(?:=(\w+))?(?=$|[\s'"{])/g)) {
    drops = { ...drops, [name ?? '']: !/^(0|f|F|false|FALSE|False)$/.test(value ?? 'true') };
  }
  return drops.s || drops.w;
}

/** `-extldflags "…"`, `-extldflags=…` and `"-extldflags=…"`. */
const EXTERNAL =
  /"--?extldflags=([^"]*)"|'--?extldflags=([^']*)'|--?extldflags(?:=|\s+)(?:"([^"]*)"|'([^']*)'|(\S+))/g;

/** What the external linker's driver is given: the last `-extldflags` counts. */
function externalFlags(ldflags: string): string {
  const [, ...values] = [...ldflags.matchAll(EXTERNAL)].at(-1) ?? [];
  return values.find((value) => value !== undefined) ?? '';
}

const STRIPS: readonly string[] = ['-s', '-S', '--strip-all', '--strip-debug', '-strip-all', '-strip-debug'];

/** gcc's `-s`, and what `-Wl,` hands to ld. Only the words that strip are taken out. */
function withoutStripping(external: string): string {
  const words = external.split(' ').flatMap((word) => {
    if (word === '-s') return [];
    if (!word.startsWith('-Wl,')) return [word];
    const options = word.slice('-Wl,'.length).split(',');
    const kept = options.filter((option) => !STRIPS.includes(option));
    if (kept.length === options.length) return [word];
    return kept.length === 0 ? [] : [`-Wl,${kept.join(',')}`];
  });
  return words.join(' ');
}

/**
 * Arguments that undo `-s` and `-w` of GOFLAGS and of the arguments before them: `go build` takes the last `-ldflags` only.
 * @param goflags as `go env GOFLAGS` prints it
 * @throws RequestError with `fail`
 */
export function symbolArguments(goflags: string, args: readonly string[], rule: StripFlags): string[] {
  const ldflags = [...splitQuoted(goflags), ...args]
    .map((field) => /^--?ldflags=(.*)$/s.exec(field)?.[1])
    .filter((value) => value !== undefined)
    .at(-1);
  if (rule === 'keep' || ldflags === undefined || !stripsSymbols(ldflags)) return [];
  if (rule === 'remove') return [`-ldflags=${ldflags} ${keepSymbols(ldflags)}`];
  throw new RequestError(`-ldflags=${ldflags} (of GOFLAGS or \`args\`) drops symbols`, {
    code: 'STRIP_FLAGS',
    next: 'Take -s and -w out of it, or set strip-flags to remove.',
  });
}

/** Fields separated by white space; a quote opens one only at its start (Go's cmd/internal/quoted.Split). */
export function splitQuoted(text: string): string[] {
  const fields: string[] = [];
  for (const [, double, single, bare] of text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) {
    fields.push(double ?? single ?? bare ?? '');
  }
  return fields;
}
