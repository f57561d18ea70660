import { basename } from 'node:path';
import { type Host, RequestError, UnavailableError } from '@gosymbols/host';
import { type BinaryFacts, inspectFile } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import { type BinaryRecord, spellBeside, uniqueNames } from '@gosymbols/record';
import { measureFile } from '@gosymbols/size';
import type { Built, BuiltBinary } from './built-binary.ts';
import type { BuildRequest } from './request.ts';

/** Flags that bear on debugging, as Go writes them into the binary. */
const SEEN = ['-ldflags', '-gcflags', '-trimpath', '-buildmode'];

interface Looked {
  readonly built: BuiltBinary;
  readonly facts: BinaryFacts;
}

/** Reads every file that was built, and leaves out what is no Go program. What a hook has split has its record already. */
export async function lookAtBuilt(
  { binaries, isSplit = false }: Built,
  request: BuildRequest,
  host: Host,
): Promise<BinaryRecord[]> {
  const looked: Looked[] = [];
  for (const built of binaries) {
    const facts = built.record?.before ?? (await inspectFile(built.path, { signal: host.signal }));
    if (facts.kind === 'elf' && facts.go === undefined && facts.pclntab === undefined) {
      host.info(`${built.path} is no Go program: left out`);
      continue;
    }
    if (isSplit && built.record === undefined && facts.kind === 'elf') throw notSplit(built.path);
    checkSymbols(facts, request, host);
    looked.push({ built, facts });
  }
  const names = uniqueNames(
    looked.map((one) => ({ base: basename(one.built.path), platform: platformOf(one) })),
  );
  return Promise.all(
    looked.map(async (one, index) => {
      const record = recordOf(one, names[index] ?? basename(one.built.path), request);
      // What passes through a release has its size on record, as after a split.
      return isSplit && record.sizeBefore === undefined
        ? {
            ...record,
            sizeBefore: await measureFile(one.built.path, one.facts, { signal: host.signal, wire: true }),
          }
        : record;
    }),
  );
}

function recordOf(one: Looked, name: string, { indexPath }: BuildRequest): BinaryRecord {
  const { built, facts } = one;
  const path = spellBeside(indexPath, built.path);
  const platform = platformOf(one);
  const flags = [...new Set([...(built.producer.flags ?? []), ...flagsSeen(facts)])];
  return {
    levelBefore: levelOf(facts).level,
    ...built.record,
    name,
    path,
    ...(platform === undefined ? {} : { platform }),
    producer: { ...built.producer, flags },
    before: { ...facts, path },
  };
}

function platformOf({ built, facts }: Looked): BinaryRecord['platform'] {
  return facts.platform ?? built.platform;
}

/** A build with several main packages writes to other paths than its hook is told. */
function notSplit(path: string): UnavailableError {
  return new UnavailableError(`${path} was built and packed, but no hook has split it`, {
    code: 'HOOK_NOT_CALLED',
    next: 'Give each main package a build of its own.',
  });
}

function flagsSeen({ go }: BinaryFacts): string[] {
  return SEEN.flatMap((name) => {
    const value = go?.settings[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
}

/** What the flags really did: read in the file, whatever they were. */
function checkSymbols(facts: BinaryFacts, { stripFlags }: BuildRequest, host: Host): void {
  if (facts.kind !== 'elf' || facts.dwarf !== undefined || stripFlags === 'keep') return;
  const flags = flagsSeen(facts).join(' ');
  const message = `${facts.path} has no DWARF${flags === '' ? '' : ` (built with ${flags})`}`;
  if (stripFlags === 'remove') {
    host.warning(`${message}: there are no debug symbols to split off.`);
    return;
  }
  throw new RequestError(message, {
    code: 'STRIP_FLAGS',
    next: 'Find what strips it: -s, -w, --strip, a hook; or set strip-flags to keep.',
  });
}
