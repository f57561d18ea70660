import type { Platform } from '@gosymbols/inspect';

interface Named {
  readonly base: string;
  readonly platform: Platform | undefined;
}

/** Base names; with the platform where they repeat; with a number where that repeats too. In the order given. */
export function uniqueNames(files: readonly Named[]): string[] {
  const repeated = repeatedAmong(files.map(({ base }) => base));
  const platformed = files.map(({ base, platform }) =>
    repeated.has(base) && platform !== undefined
      ? [base, platform.os, platform.arch, platform.variant].filter((part) => part !== undefined).join('_')
      : base,
  );
  const still = repeatedAmong(platformed);
  const taken = new Set(platformed);
  const last = new Map<string, number>();
  return platformed.map((name) => {
    if (!still.has(name)) return name;
    let number = last.get(name) ?? 0;
    do number += 1;
    while (taken.has(`${name}_${number}`));
    last.set(name, number);
    return `${name}_${number}`;
  });
}

function repeatedAmong(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}
