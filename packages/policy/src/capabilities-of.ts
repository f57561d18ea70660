import type { BinaryFacts } from '@gosymbols/inspect';
import { coerce, satisfies } from 'semver';
import { delveSupport, NEWEST_DELVE, whyDelveRefuses } from './delve-support.ts';
import type { Capability, CapabilityId } from './level.ts';
import { levelOf, whyNoSource, whyNoSymbols } from './level-of.ts';
import { joinFacts, whyMismatched } from './level-with-debug.ts';

export interface CapabilityOptions {
  /** Facts of the debug file that belongs to this one; its coverage counted for this one's functions. */
  readonly debug?: BinaryFacts;
  /** False: the debug file is not where a debugger can find it, so it does not count. Default true. */
  readonly published?: boolean;
  /** Version of Delve that is asked about. Default: the newest that the claims were held against. */
  readonly delve?: string;
}

/** What a person can do with this file, in the order of docs/capabilities.md, each with its reason. */
export function capabilitiesOf(facts: BinaryFacts, options: CapabilityOptions = {}): Capability[] {
  const debug = options.published === false ? undefined : options.debug;
  const mismatch = debug === undefined ? undefined : whyMismatched(facts, debug);
  const seen: Seen = {
    alone: facts,
    joined: debug === undefined || mismatch !== undefined ? facts : joinFacts(facts, debug),
    runtime: levelOf(facts).level === 'D0' ? (levelOf(facts).reasons[0] ?? 'opaque') : undefined,
    mismatch,
    delve: options.delve ?? NEWEST_DELVE,
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
  /** Why the debug file that stands there is another build's. */
  readonly mismatch: string | undefined;
  readonly delve: string;
}

type Assessment = readonly [holds: Capability['holds'], reason: string];

const ASSESS: Readonly<Record<CapabilityId, (seen: Seen) => Assessment>> = {
  'panic-trace': fromPclntab,
  pprof: fromPclntab,
  buildinfo: ({ alone }) => {
    const missing = whyNoModules(alone);
    return missing === undefined ? ['yes', `buildinfo of ${alone.go?.version}`] : ['no', missing];
  },
  'build-id': buildId,
  'perf-names': fromSymtab,
  'uprobe-name': uprobe,
  'gdb-func': gdbFunction,
  'go-nm': goNm,
  'source-lines': fromDwarf,
  locals,
  types: fromDwarf,
  'core-dump': coreDump,
  delve,
  govulncheck,
  'ebpf-names': pclntabReaders,
};

export const CAPABILITY_IDS: readonly CapabilityId[] = Object.keys(ASSESS) as CapabilityId[];

function fromPclntab({ alone, runtime }: Seen): Assessment {
  return runtime === undefined
    ? ['yes', `pclntab names ${alone.pclntab?.functions ?? 0} functions`]
    : ['no', runtime];
}

/** garble leaves the word `unknown` in place of the version, and no modules. */
function whyNoModules({ go }: BinaryFacts): string | undefined {
  if (go === undefined) return 'no Go buildinfo';
  return coerce(go.version) === null ? `buildinfo says \`${go.version}\` in place of a version` : undefined;
}

function buildId({ alone: { buildIds } }: Seen): Assessment {
  if (buildIds.constant !== undefined) return ['no', buildIds.constant];
  if (buildIds.gnu !== undefined) return ['yes', `GNU build ID ${buildIds.gnu}`];
  if (buildIds.go !== undefined) {
    return ['partly', 'a Go build ID only: gdb, elfutils and debuginfod look for the GNU one'];
  }
  return ['no', 'no build ID note'];
}

function fromSymtab({ alone, joined, mismatch }: Seen): Assessment {
  const missing = whyNoSymbols(joined);
  if (missing === undefined) return ['yes', `\`.symtab\` ${inWhich(alone.symtab, 'names the functions')}`];
  return [joined.symtab === undefined ? 'no' : 'partly', mismatch ?? missing];
}

function fromDwarf({ alone, joined, mismatch }: Seen): Assessment {
  const missing = whyNoSource(joined);
  if (missing === undefined) return ['yes', `DWARF ${inWhich(alone.dwarf, 'covers the functions')}`];
  return [hasGoDwarf(joined) ? 'partly' : 'no', mismatch ?? missing];
}

/** An outside linker keeps the DWARF of C code also where Go's was left out. */
function hasGoDwarf({ dwarf }: BinaryFacts): boolean {
  return dwarf !== undefined && dwarf.coverage !== 0;
}

function inWhich(own: object | undefined, does: string): string {
  return own === undefined ? `of the debug file ${does}` : does;
}

/** `perf probe` takes addresses from DWARF where there is no `.symtab`; bpftrace and bcc read `.symtab` only. */
function uprobe(seen: Seen): Assessment {
  const symbols = fromSymtab(seen);
  if (symbols[0] === 'yes' && seen.joined.dwarf !== undefined && !hasGoDwarf(seen.joined))
    return ['partly', 'DWARF of C code only: perf looks for functions there and not in `.symtab`'];
  return symbols[0] === 'no' && fromDwarf(seen)[0] !== 'no'
    ? ['partly', `${symbols[1]}: perf finds functions by DWARF, bpftrace does not`]
    : symbols;
}

/** gdb 13 stops on functions by `.symtab` alone, but its backtraces have no lines and go astray after a frame or two. */
function gdbFunction(seen: Seen): Assessment {
  const source = fromDwarf(seen);
  if (source[0] === 'yes') return source;
  const [symbols, reason] = fromSymtab(seen);
  return symbols === 'no'
    ? ['no', seen.mismatch ?? `${reason}, ${source[1]}`]
    : ['partly', `${source[1]}: backtraces have no lines and go astray after a frame or two`];
}

/** `go tool nm` and `objdump` read one file: a debug file beside it does not help them. */
function goNm({ alone, joined }: Seen): Assessment {
  const missing = whyNoSymbols(alone);
  if (missing === undefined) return ['yes', '`.symtab` names the functions'];
  if (alone.symtab !== undefined) return ['partly', missing];
  return ['no', joined.symtab === undefined ? missing : `${missing}: ${IN_DEBUG_FILE}`];
}

const IN_DEBUG_FILE =
  'it is in the debug file, and this tool reads one file only (`gosymbols join` makes it)';

/** Where symbols are missing, govulncheck reports every symbol of a module that the program uses. */
function govulncheck(seen: Seen): Assessment {
  const missing = whyNoModules(seen.alone);
  if (missing !== undefined) return ['no', missing];
  const [symbols, reason] = goNm(seen);
  return symbols === 'no'
    ? ['partly', `${reason}: whole packages are reported, whether their symbols are linked or not`]
    : [symbols, reason];
}

function locals(seen: Seen): Assessment {
  const [holds, reason] = fromDwarf(seen);
  if (holds !== 'yes' || seen.joined.dwarf?.unoptimised === true) return [holds, reason];
  return ['partly', 'optimised code: some variables have no location'];
}

/** gdb 13 does not get past the signal handler of Go up to 1.20, where a crash's frames are. */
function coreDump(seen: Seen): Assessment {
  const [holds, reason] = fromDwarf(seen);
  return holds === 'yes' && isGo(seen.alone, '<1.21.0')
    ? [
        'partly',
        `types, but gdb does not get from the signal handler of ${seen.alone.go?.version} to the frames`,
      ]
    : [holds, reason];
}

/** Delve takes what stands under the build ID without comparing, and starts nothing that has DWARF and no `.symtab`. */
function delve(seen: Seen): Assessment {
  if (seen.mismatch !== undefined)
    return ['no', `${seen.mismatch}, and Delve does not compare: it takes its addresses`];
  const support = delveSupport(seen.delve);
  const [source, noSource] = fromDwarf(seen);
  if (source !== 'no') {
    const noSymbols = whyNoSymbols(seen.joined);
    if (seen.joined.symtab === undefined)
      return ['no', `${noSymbols}: Delve does not start a program that has DWARF without it`];
    const refused = whyDelveRefuses(seen.alone, support, seen.delve);
    if (refused !== undefined) return ['no', refused];
    return source === 'yes' && noSymbols === undefined
      ? ['yes', 'DWARF and `.symtab`']
      : ['partly', source === 'yes' ? `${noSymbols}` : noSource];
  }
  if (!support.pclntab) return ['no', noSource];
  if (seen.runtime !== undefined) return ['no', seen.runtime];
  if (linkedOutside(seen.alone)) return ['no', `${noSource}, and an outside linker placed the code`];
  return ['partly', `${noSource}: functions by name from pclntab, no lines or variables`];
}

/** A C linker adds its start-up code; Go's own linker never does. */
function linkedOutside({ sections }: BinaryFacts): boolean {
  return sections.some(({ name }) => name === '.init' || name === '.init_array');
}

/**
 * debug/gosym is given the section by its name, which lld does not keep, and takes the start of `.text` for the start of
 * Go's code: Go 1.26 leaves it out of pclntab's header.
 */
function pclntabReaders({ alone, runtime }: Seen): Assessment {
  if (runtime !== undefined) return ['no', runtime];
  const section = alone.sections.find(({ name }) => /^(\.data\.rel\.ro)?\.gopclntab$/.test(name));
  if (section === undefined)
    return ['no', 'pclntab is in no section of its own: agents look for `.gopclntab`'];
  return linkedOutside(alone)
    ? ['partly', 'names at wrong addresses: C code stands before the program, and agents count from `.text`']
    : ['yes', `\`${section.name}\`, layout of Go ${alone.pclntab?.version ?? ''}`];
}

function isGo({ go }: BinaryFacts, range: string): boolean {
  const version = coerce(go?.version.replace(/^.*?go/, ''));
  return version !== null && satisfies(version, range);
}
