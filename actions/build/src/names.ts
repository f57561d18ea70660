import type { Platform } from '@gosymbols/inspect';

interface Named {
  readonly base: string;
  readonly platform: Platform | undefined;
}

/** Base names; with the platform where they repeat; with a number where that repeats too. */
export function uniqueNames(files: readonly Named[]): string[] {
  const repeats = (names: readonly string[], name: string): boolean =>
    names.filter((other) => other === name).length > 1;
  const bases = files.map(({ base }) => base);
  const platformed = files.map(({ base, platform }) =>
    repeats(bases, base) && platform !== undefined
      ? [base, platform.os, platform.arch, platform.variant].filter((part) => part !== undefined).join('_')
      : base,
  );
  return platformed.map((name, index) =>
    repeats(platformed, name)
      ? `${name}_${platformed.slice(0, index).filter((other) => other === name).length + 1}`
      : name,
  );
}
