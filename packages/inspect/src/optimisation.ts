import type { UnitRoot } from '@gosymbols/dwarf';

/** Units by what their compiler says of itself; `unstated` where it says nothing, as cgo has gcc do. */
export interface OptimisationCounts {
  readonly optimised: number;
  readonly unoptimised: number;
  readonly unstated: number;
}

export function optimisationOf({
  producer = '',
  name = '',
  isGo,
}: Pick<UnitRoot, 'producer' | 'name' | 'isGo'>): keyof OptimisationCounts {
  if (isGo) return isUnoptimised({ producer, name }) ? 'unoptimised' : 'optimised';
  // gcc lists its options behind the version, unless -gno-record-gcc-switches; without -O it does not optimise.
  if (!/^GNU \S+ \S+ -/.test(producer)) return 'unstated';
  const level = [...producer.matchAll(/(?<=\s)-O(\S*)/g)].at(-1);
  return level === undefined || level[1] === '0' ? 'unoptimised' : 'optimised';
}

/**
 * The Go compiler lists the flags that bear on debugging behind its version: `Go cmd/compile go1.26.8; -N -l regabi`. The
 * runtime and what it stands on cannot be compiled with `-N` (cmd/internal/objabi, runtimePkgs): of
 * `-gcflags=all=-N -l` their units keep `-l`, and nobody can ask more of them.
 */
export function isUnoptimised({ producer = '', name = '' }: Pick<UnitRoot, 'producer' | 'name'>): boolean {
  const words = new Set(producer.split(/[\s;]+/));
  return words.has('-l') && (words.has('-N') || /^(runtime|internal)(\/|$)/.test(name));
}
