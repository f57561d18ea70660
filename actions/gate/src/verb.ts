import { resolve } from 'node:path';
import { type Host, type Inputs, type Json, type Outcome, RequestError, type Verb } from '@gosymbols/host';
import { readIndex, VERSION, writeIndex } from '@gosymbols/record';
import { openSymbolStore } from '@gosymbols/symbols';
import spec from '../action.yml';
import { gateText } from './gate-text.ts';
import { gatedBinaries, gatedOfIndex } from './gated.ts';
import { judge } from './judge.ts';

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const storeText = inputs.text('store') ?? '';
  const store = openSymbolStore(storeText, host, { toolVersion: VERSION });
  const patterns = inputs.list('binaries');
  const indexText = inputs.text('index');
  if (patterns.length === 0 && indexText === undefined) {
    throw new RequestError('there is nothing to gate', {
      code: 'INPUT_REQUIRED',
      next: 'Give --binaries or --index.',
    });
  }
  const indexPath = indexText === undefined ? undefined : resolve(host.cwd, indexText);
  const index = indexPath === undefined ? undefined : await readIndex(indexPath);
  const gated =
    patterns.length > 0 || index === undefined || indexPath === undefined
      ? await gatedBinaries(patterns, host.cwd, index)
      : await gatedOfIndex(index, indexPath);
  if (gated.length === 0) {
    throw new RequestError('there is no Go binary to gate', {
      code: 'NOTHING_TO_GATE',
      next: 'Check --binaries or --index: a gate that looks at nothing would let everything pass.',
    });
  }
  await store.objects.assertReadable();
  const gate = await judge(gated, store, { store: storeText, index: indexText });
  const { rows, findings, verdict } = gate;
  if (host.kind === 'github') {
    for (const { severity, message, next, rule } of findings)
      host[severity](`${message}. ${next}`, { title: rule });
  }
  if (indexPath !== undefined) {
    await writeIndex(indexPath, {
      ...(await readIndex(indexPath)),
      gate: { verdict, findings, store: storeText },
    });
  }
  const outputs = {
    verdict,
    gated: rows.length,
    missing: rows.filter(({ holds }) => !holds).map(({ name }) => name),
    findings: findings.map((finding): Json => ({ ...finding, at: null })),
  };
  return {
    outputs,
    verdict,
    document: { verdict, store: storeText, binaries: rows, findings },
    text: gateText(gate, storeText),
  };
}

export const verb: Verb = { name: 'gate', spec, positional: 'binaries', run };
