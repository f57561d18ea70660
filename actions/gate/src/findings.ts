import type { Gated } from './gated.ts';
import type { Finding } from './judge.ts';
import { type LookUp, tagOf } from './look-up.ts';

/** What the user gave, to spell commands with. */
export interface Told {
  readonly stores: readonly unknown[];
  readonly storeTexts: readonly string[];
  /** Path of the index. */
  readonly index: string | undefined;
}

/** What is wrong with one binary, and the command that would put it right. */
export function faultText(
  binary: Gated,
  found: LookUp,
  told: Pick<Told, 'storeTexts' | 'index'>,
): Pick<Finding, 'rule' | 'message' | 'next'> {
  const { name, facts, debugDigest } = binary;
  const [store = ''] = told.storeTexts;
  const publish = `gosymbols publish --index ${told.index ?? 'gosymbols.json'} --store ${store}`;
  if (found.state === 'changed') {
    return {
      rule: 'gate/changed',
      message: `${name} is not the file that the index recorded (file ID ${facts.buildIds.file})`,
      next: 'Split and publish the file that ships, then gate again.',
    };
  }
  if (!('found' in found)) {
    return {
      rule: 'gate/symbols-missing',
      message: `${name} has no symbols in ${told.storeTexts.join(', ')} (${tagOf(binary)})`,
      next: `Publish them: \`${publish}\`.`,
    };
  }
  const { tag, debug } = found.found;
  if (found.state === 'different') {
    return {
      rule: 'gate/symbols-differ',
      message: `${name}: ${found.store} has debug file ${debug.digest} under ${tag}, the index says ${debugDigest}`,
      next: 'Two builds share this build ID: split with build-ids `repair`, then publish and ship that build.',
    };
  }
  if (found.state === 'incomplete') {
    return {
      rule: 'gate/symbols-incomplete',
      message: `${name}: a layer of ${tag} is not in ${found.store}`,
      next: `Publish again: \`${publish}\`.`,
    };
  }
  return {
    rule: 'gate/symbols-do-not-match',
    message: `${name}: the symbols under ${tag} in ${found.store} are not its own: ${found.proof}`,
    next: 'Another build was published under this build ID: split with build-ids `repair`, then publish and ship that build.',
  };
}

export function hardToFind(name: string, from: 'go' | 'file'): Finding {
  return {
    rule: 'gate/not-by-build-id',
    severity: 'warning',
    artifact: name,
    message: `${name} has no GNU build ID of its own: its symbols are filed under its ${from === 'go' ? 'Go build' : 'file'} ID, where debuggers do not look`,
    next: 'Split with build-ids `repair`, or link with a GNU build ID (Go 1.24 and later do).',
  };
}
