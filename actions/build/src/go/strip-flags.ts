import { RequestError } from '@gosymbols/host';
import type { StripFlags } from '../request.ts';

/** `-s` drops symbol table and DWARF, `-w` DWARF. Later flags win: the linker uses Go's `flag` package. */
export const KEEP_SYMBOLS = '-s=false -w=false';

/** Whether linker flags drop symbols, as far as their text tells: templates are taken at their word. */
export function stripsSymbols(ldflags: string): boolean {
  let drops = { s: false, w: false };
  // Of `-ldflags=pattern=flags` the pattern says for which packages.
  const flags = ldflags.replace(/^[^-\s=][^\s=]*=/, '');
  for (const [, name, value] of flags.matchAll(/(?:^|[\s'"}])--?([sw])(?:=(\w+))?(?=$|[\s'"{])/g)) {
    drops = { ...drops, [name ?? '']: !/^(0|f|F|false|FALSE|False)$/.test(value ?? 'true') };
  }
  return drops.s || drops.w;
}

/**
 * Arguments that undo `-s` and `-w` of GOFLAGS, for `go build` takes the last `-ldflags` only.
 * @param goflags as `go env GOFLAGS` prints it
 * @throws RequestError with `fail`
 */
export function symbolArguments(goflags: string, rule: StripFlags): string[] {
  const ldflags = splitQuoted(goflags)
    .map((field) => /^--?ldflags=(.*)$/s.exec(field)?.[1])
    .filter((value) => value !== undefined)
    .at(-1);
  if (rule === 'keep' || ldflags === undefined || !stripsSymbols(ldflags)) return [];
  if (rule === 'remove') return [`-ldflags=${ldflags} ${KEEP_SYMBOLS}`];
  throw new RequestError(`GOFLAGS has -ldflags=${ldflags}, which drops symbols`, {
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
