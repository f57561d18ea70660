import type { BinaryFacts } from '@gosymbols/inspect';
import type { Capability, CapabilityId } from './level.ts';
import { levelOf, whyNoSource, whyNoSymbols } from './level-of.ts';
import { joinFacts } from './level-with-debug.ts';

export interface CapabilityOptions {
  /** Facts of the debug file that belongs to this one. */
  readonly debug?: BinaryFacts;
  /** False: the debug file is not where a debugger can find it, so it does not count. Default true. */
  readonly published?: boolean;
}

/** What a person can do with this file, all fourteen, in the order of docs/policy.md, each with its reason. */
export function capabilitiesOf(facts: BinaryFacts, options: CapabilityOptions = {}): Capability[] {
  const debug = options.published === false ? undefined : options.debug;
  const seen: Seen = {
    alone: facts,
    joined: debug === undefined ? facts : joinFacts(facts, debug),
    runtime: levelOf(facts).level === 'D0' ? (levelOf(facts).reasons[0] ?? 'opaque') : undefined,
  };
  return CAPABILITY_IDS.map((id) => {
    const [holds, reason] = ASSESS[id](seen);
    return { id, holds, reason };
  });
}

interface Seen {
  readonly alone: BinaryFacts;
  readonly joined: BinaryFacts;
  /** Why pclntab and buildinfo cannot be read; undefined where they can. */
  readonly runtime: string | undefined;
}

type Assessment = readonly [holds: Capability['holds'], reason: string];

const ASSESS: Readonly<Record<CapabilityId, (seen: Seen) => Assessment>> = {
  'panic-trace': fromPclntab,
  pprof: fromPclntab,
  buildinfo: ({ alone }) =>
    alone.go === undefined ? ['no', 'no Go buildinfo'] : ['yes', `buildinfo of ${alone.go.version}`],
  'build-id': buildId,
  'perf-names': fromSymtab,
  'uprobe-name': fromSymtab,
  'gdb-func': gdbFunction,
  'go-nm': goNm,
  'source-lines': fromDwarf,
  locals,
  types: fromDwarf,
  'core-dump': fromDwarf,
  delve,
  'ebpf-names': ({ alone, runtime }) =>
    runtime === undefined
      ? ['partly', `agents that read pclntab ${alone.pclntab?.version ?? ''}; it moves between Go versions`]
      : ['no', runtime],
};

export const CAPABILITY_IDS: readonly CapabilityId[] = Object.keys(ASSESS) as CapabilityId[];

function fromPclntab({ alone, runtime }: Seen): Assessment {
  return runtime === undefined
    ? ['yes', `pclntab names ${alone.pclntab?.functions ?? 0} functions`]
    : ['no', runtime];
}

function buildId({ alone: { buildIds } }: Seen): Assessment {
  if (buildIds.constant !== undefined) return ['no', buildIds.constant];
  if (buildIds.gnu !== undefined) return ['yes', `GNU build ID ${buildIds.gnu}`];
  if (buildIds.go !== undefined) {
    return ['partly', 'a Go build ID only: gdb, elfutils and debuginfod look for the GNU one'];
  }
  return ['no', 'no build ID note'];
}

function fromSymtab({ alone, joined }: Seen): Assessment {
  const missing = whyNoSymbols(joined);
  if (missing === undefined) return ['yes', `\`.symtab\` ${inWhich(alone.symtab, 'names the functions')}`];
  return [joined.symtab === undefined ? 'no' : 'partly', missing];
}

function fromDwarf({ alone, joined }: Seen): Assessment {
  const missing = whyNoSource(joined);
  if (missing === undefined) return ['yes', `DWARF ${inWhich(alone.dwarf, 'covers the functions')}`];
  return [joined.dwarf === undefined ? 'no' : 'partly', missing];
}

function inWhich(own: object | undefined, does: string): string {
  return own === undefined ? `of the debug file ${does}` : does;
}

/** gdb 13 stops on functions by `.symtab` alone, but its backtraces end after a frame or two. */
function gdbFunction(seen: Seen): Assessment {
  const source = fromDwarf(seen);
  if (source[0] === 'yes') return source;
  const [symbols, reason] = fromSymtab(seen);
  return symbols === 'no'
    ? ['no', `${reason}, ${source[1]}`]
    : ['partly', `${source[1]}: backtraces end after a frame or two`];
}

/** `go tool nm` and `objdump` read one file: a debug file beside it does not help them. */
function goNm({ alone, joined }: Seen): Assessment {
  if (alone.symtab !== undefined) return fromSymtab({ alone, joined: alone, runtime: undefined });
  return joined.symtab === undefined
    ? ['no', '`.symtab` absent']
    : ['partly', '`.symtab` is in the debug file: only once both are joined into one file'];
}

function locals(seen: Seen): Assessment {
  const [holds, reason] = fromDwarf(seen);
  if (holds !== 'yes' || seen.joined.dwarf?.unoptimised === true) return [holds, reason];
  return ['partly', 'optimised code: some variables have no location'];
}

/** Delve 1.27 needs `.symtab` beside DWARF, and reads function names from pclntab where there is neither. */
function delve(seen: Seen): Assessment {
  const [source, noSource] = fromDwarf(seen);
  if (source === 'yes') {
    const noSymbols = whyNoSymbols(seen.joined);
    return noSymbols === undefined
      ? ['yes', 'DWARF and `.symtab`']
      : ['partly', `${noSymbols}: Delve wants it beside the DWARF`];
  }
  return seen.runtime === undefined
    ? ['partly', `${noSource}: functions by name from pclntab, no lines or variables`]
    : ['no', noSource];
}
