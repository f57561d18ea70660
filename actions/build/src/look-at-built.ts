import { basename } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { type BinaryFacts, inspectFile } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import { type BinaryRecord, spellBeside, uniqueNames } from '@gosymbols/record';
import type { BuiltBinary } from './built-binary.ts';
import type { BuildRequest } from './request.ts';

/** Flags that bear on debugging, as Go writes them into the binary. */
const SEEN = ['-ldflags', '-gcflags', '-trimpath', '-buildmode'];

/** Reads every file that was built, and leaves out what is no Go program. */
export async function lookAtBuilt(
  built: readonly BuiltBinary[],
  request: BuildRequest,
  host: Host,
): Promise<BinaryRecord[]> {
  const looked: { readonly built: BuiltBinary; readonly facts: BinaryFacts }[] = [];
  for (const binary of built) {
    const facts = await inspectFile(binary.path, { signal: host.signal });
    if (facts.kind === 'elf' && facts.go === undefined && facts.pclntab === undefined) {
      host.info(`${binary.path} is no Go program: left out`);
      continue;
    }
    checkSymbols(facts, request, host);
    looked.push({ built: binary, facts });
  }
  const platformOf = ({ built: { platform }, facts }: (typeof looked)[number]) => facts.platform ?? platform;
  const names = uniqueNames(
    looked.map((one) => ({ base: basename(one.built.path), platform: platformOf(one) })),
  );
  return looked.map((one, index): BinaryRecord => {
    const platform = platformOf(one);
    const path = spellBeside(request.indexPath, one.built.path);
    const flags = [...new Set([...(one.built.producer.flags ?? []), ...flagsSeen(one.facts)])];
    return {
      name: names[index] ?? basename(path),
      path,
      ...(platform === undefined ? {} : { platform }),
      producer: { ...one.built.producer, flags },
      before: { ...one.facts, path },
      levelBefore: levelOf(one.facts).level,
    };
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
