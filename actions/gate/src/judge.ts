import type { Judgement } from '@gosymbols/record';
import { type SymbolStore, symbolKeyOf, tagOfKey } from '@gosymbols/symbols';
import type { Gated } from './gated.ts';

type Finding = Judgement['findings'][number];

/** What was found out about one binary. */
export interface GateRow {
  readonly name: string;
  readonly tag: string;
  readonly holds: boolean;
  readonly state: 'in the store' | 'missing' | 'incomplete' | 'different' | 'changed';
  readonly debugDigest: string | undefined;
}

export interface Gate extends Judgement {
  readonly rows: readonly GateRow[];
}

interface Told {
  readonly store: string;
  /** As the user gave it. */
  readonly index: string | undefined;
}

/** Looks every binary up, as a debugger would: by its build ID. */
export async function judge(gated: readonly Gated[], store: SymbolStore, told: Told): Promise<Gate> {
  const judged: { row: GateRow; finding: Finding | undefined }[] = [];
  for (const binary of gated) judged.push(await judgeOne(binary, store, told));
  const findings = judged.flatMap(({ finding }) => (finding === undefined ? [] : [finding]));
  const failed = findings.some(({ severity }) => severity === 'error');
  return { rows: judged.map(({ row }) => row), findings, verdict: failed ? 'fail' : 'pass' };
}

async function judgeOne(
  { name, facts, debugDigest, changed }: Gated,
  store: SymbolStore,
  told: Told,
): Promise<{ row: GateRow; finding: Finding | undefined }> {
  const key = symbolKeyOf(facts.buildIds);
  const tag = tagOfKey(key);
  const publish = `gosymbols publish --index ${told.index ?? 'gosymbols.json'} --store ${told.store}`;
  const row = (state: GateRow['state'], holds: boolean, digest?: string): GateRow => ({
    name,
    tag,
    holds,
    state,
    debugDigest: digest,
  });
  const error = (rule: string, message: string, next: string): Finding => ({
    rule,
    severity: 'error',
    artifact: name,
    message,
    next,
  });
  if (changed) {
    const message = `${name} is not the file that the index recorded (file ID ${facts.buildIds.file})`;
    const finding = error('gate/changed', message, 'Split and publish the file that ships, then gate again.');
    return { row: row('changed', false), finding };
  }
  const found = await store.find(key);
  if (found === undefined) {
    const message = `${name} has no symbols in ${told.store} (${tag})`;
    const next = `Publish them: \`${publish}\`.`;
    return { row: row('missing', false), finding: error('gate/symbols-missing', message, next) };
  }
  if (debugDigest !== undefined && debugDigest !== found.debug.digest) {
    const message = `${name}: ${told.store} has debug file ${found.debug.digest} under ${tag}, the index says ${debugDigest}`;
    const next =
      'Two builds share this build ID: split with build-ids `repair`, then publish and ship that build.';
    return {
      row: row('different', false, found.debug.digest),
      finding: error('gate/symbols-differ', message, next),
    };
  }
  const complete = await Promise.all([found.config, found.layer].map((blob) => store.objects.hasBlob(blob)));
  if (!complete.every(Boolean)) {
    const message = `${name}: the layer of ${tag} is not in ${told.store}`;
    const finding = error('gate/symbols-incomplete', message, `Publish again: \`${publish}\`.`);
    return { row: row('incomplete', false, found.debug.digest), finding };
  }
  return {
    row: row('in the store', true, found.debug.digest),
    finding: key.from === 'gnu' ? undefined : hardToFind(name, key.from),
  };
}

function hardToFind(name: string, from: 'go' | 'file'): Finding {
  return {
    rule: 'gate/not-by-build-id',
    severity: 'warning',
    artifact: name,
    message: `${name} has no GNU build ID of its own: its symbols are filed under its ${from === 'go' ? 'Go build' : 'file'} ID, where debuggers do not look`,
    next: 'Split with build-ids `repair`, or link with a GNU build ID (Go 1.24 and later do).',
  };
}
