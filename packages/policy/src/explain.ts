import type { BinaryFacts, SectionFacts } from '@gosymbols/inspect';
import { capabilitiesOf } from './capabilities-of.ts';
import { CAPABILITY_TITLES } from './capability-titles.ts';
import { CONSUMERS, type Consumer } from './consumers.ts';
import type { Capability, CapabilityId } from './level.ts';

/** One way to give a file what a capability needs. */
export interface Restoring {
  readonly how: string;
  /** What the file grows by, in bytes; undefined where only a build could tell. */
  readonly bytes?: number;
}

export interface Explanation extends Capability {
  /** "With this file you can …" */
  readonly title: string;
  readonly consumers: readonly Consumer[];
  /** Where it does not hold: how it would, the cheapest known way first. */
  readonly restore: readonly Restoring[];
  /** Where it holds by content that a strip could take: what that content weighs in the file. */
  readonly kept: readonly { readonly section: string; readonly bytes: number }[];
}

/** Why the file can or cannot, and what would change it at what cost. `debug` are the facts of its debug file. */
export function explain(
  facts: BinaryFacts,
  id: CapabilityId,
  options: { readonly debug?: BinaryFacts } = {},
): Explanation {
  const now = capabilityIn(facts, id);
  return {
    ...now,
    title: CAPABILITY_TITLES[id],
    consumers: CONSUMERS[id],
    restore: now.holds === 'yes' ? [] : restoring(facts, id, now.holds, options.debug),
    kept: now.holds === 'no' ? [] : keptFor(id, facts.sections),
  };
}

type Content = 'symtab' | 'dwarf';

/** What a strip takes and a capability needs; absent: it stands on what no strip takes. */
const NEEDS: Readonly<Partial<Record<CapabilityId, readonly Content[]>>> = {
  'perf-names': ['symtab'],
  'uprobe-name': ['symtab'],
  'gdb-func': ['dwarf'],
  'go-nm': ['symtab'],
  'source-lines': ['dwarf'],
  locals: ['dwarf'],
  types: ['dwarf'],
  'core-dump': ['dwarf'],
  delve: ['symtab', 'dwarf'],
  govulncheck: ['symtab'],
};

const SECTIONS: Readonly<Record<Content, RegExp>> = { symtab: /^\.(symtab|strtab)$/, dwarf: /^\.z?debug_/ };

function keptFor(id: CapabilityId, sections: readonly SectionFacts[]): Explanation['kept'] {
  return (NEEDS[id] ?? []).flatMap((content) => {
    const bytes = weight(sections, content);
    return bytes === 0 ? [] : [{ section: content === 'symtab' ? '`.symtab`' : '`.debug_*`', bytes }];
  });
}

/** Sections by name; NOBITS of a debug file weigh nothing. */
function weight(sections: readonly SectionFacts[], content: Content): number {
  return sections
    .filter(({ name }) => SECTIONS[content].test(name))
    .reduce((sum, { fileSize }) => sum + fileSize, 0);
}

function restoring(
  facts: BinaryFacts,
  id: CapabilityId,
  holds: Capability['holds'],
  debug: BinaryFacts | undefined,
): Restoring[] {
  const needs = NEEDS[id];
  if (needs === undefined) return withoutStrip(id);
  const ways: Restoring[] = [];
  if (debug !== undefined) {
    const beside = capabilitiesOf(facts, { debug }).find((capability) => capability.id === id);
    if (beside !== undefined && beside.holds !== holds && beside.holds !== 'no')
      ways.push({ how: `publish the debug file: ${beside.holds}`, bytes: 0 });
    const missing = needs.filter((content) => weight(facts.sections, content) === 0);
    const bytes = missing.reduce((sum, content) => sum + weight(debug.sections, content), 0);
    if (bytes > 0) ways.push({ how: keeping(missing), bytes });
    return ways;
  }
  const absent = needs.filter((content) => weight(facts.sections, content) === 0);
  if (absent.length > 0) {
    ways.push({ how: 'publish its debug file, where there is one (name it with `debug` to see the cost)' });
    ways.push({ how: `${keeping(absent)}, or build without \`-s\` and \`-w\`` });
  } else if (id === 'locals') {
    ways.push({ how: 'build with `-gcflags=all=-N -l`: no optimisation, no inlining' });
  }
  return ways;
}

function keeping(missing: readonly Content[]): string {
  if (missing.length === 1 && missing[0] === 'symtab')
    return 'split with `strip: dwarf`, which keeps `.symtab`';
  return 'keep the debug sections in the file (`strip: none`), as large as the debug file has them';
}

function withoutStrip(id: CapabilityId): Restoring[] {
  if (id === 'build-id')
    return [
      { how: 'split with `build-id: repair`, or link with `-B gobuildid`: an ID of its own', bytes: 0 },
    ];
  return [{ how: 'build with the Go toolchain, neither packed nor obfuscated' }];
}

function capabilityIn(facts: BinaryFacts, id: CapabilityId): Capability {
  const found = capabilitiesOf(facts).find((capability) => capability.id === id);
  if (found === undefined) throw new RangeError(`no capability ${id}`);
  return found;
}
