import { resolve } from 'node:path';
import { type Host, type Inputs, type Json, type Outcome, RequestError, type Verb } from '@gosymbols/host';
import { readIndex, type SymbolIndex, VERSION, writeIndex } from '@gosymbols/record';
import { openSymbolStore, withLogin } from '@gosymbols/symbols';
import spec from '../action.yml';
import { gateMarkdown, gateText } from './gate-text.ts';
import { type Gated, gatedBinaries, gatedOfIndex } from './gated.ts';
import { type Finding, type Gate, judge } from './judge.ts';
import { gatedOfDist } from './of-dist.ts';
import { gatedOfImage } from './of-image.ts';
import { judgeProvenance } from './provenance.ts';
import { readProvenanceRequest } from './provenance-request.ts';
import { readRequirements } from './requirements.ts';

async function run(inputs: Inputs, given: Host): Promise<Outcome> {
  const storeTexts = inputs.list('store');
  const host = withLogin(given, inputs, storeTexts);
  const stores = storeTexts.map((text) => openSymbolStore(text, host, { toolVersion: VERSION }));
  const requirements = readRequirements(inputs, host.now());
  const provenance = await readProvenanceRequest(inputs, host);
  const indexText = inputs.text('index');
  const indexPath = indexText === undefined ? undefined : resolve(host.cwd, indexText);
  const index = indexPath === undefined ? undefined : await readIndex(indexPath);
  await using gated = await gatedOf(inputs, host, index, indexPath);
  if (gated.binaries.length === 0) {
    throw new RequestError('there is no Go binary to gate', {
      code: 'NOTHING_TO_GATE',
      next: 'Check --binaries, --dist, --image or --index: a gate that looks at nothing would let everything pass.',
    });
  }
  for (const store of stores) await store.objects.assertReadable();
  const symbols = await judge(
    gated.binaries,
    {
      stores,
      storeTexts,
      index: indexText,
      requirements,
      resolve: inputs.flag('resolve'),
      ephemeral: inputs.flag('ephemeral'),
    },
    host,
  );
  const origin =
    provenance === undefined
      ? undefined
      : await judgeProvenance(gated.binaries, symbols.rows, { ...provenance, requirements }, host);
  const gate = withProvenance(symbols, origin?.findings ?? []);
  const { rows, findings, verdict } = gate;
  if (host.kind === 'github') {
    for (const { severity, message, next, rule } of findings)
      host[severity](`${message}. ${next}`, { title: rule });
    await host.summary(gateMarkdown(gate, storeTexts, origin?.rows));
  }
  const store = storeTexts.join(', ');
  if (indexPath !== undefined) {
    await writeIndex(indexPath, { ...(await readIndex(indexPath)), gate: { verdict, findings, store } });
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
    document: { verdict, store, binaries: rows, provenance: origin?.rows, findings },
    text: gateText(gate, storeTexts, origin?.rows),
  };
}

function withProvenance(gate: Gate, more: readonly Finding[]): Gate {
  const failed = more.some(({ severity }) => severity === 'error');
  return { ...gate, findings: [...gate.findings, ...more], verdict: failed ? 'fail' : gate.verdict };
}

/** What was named, or else what the index has. Disposing removes what was unpacked. */
async function gatedOf(
  inputs: Inputs,
  host: Host,
  index: SymbolIndex | undefined,
  indexPath: string | undefined,
): Promise<{ readonly binaries: readonly Gated[] } & AsyncDisposable> {
  const [patterns, dist, images] = [inputs.list('binaries'), inputs.text('dist'), inputs.list('image')];
  const isNamed = patterns.length > 0 || dist !== undefined || images.length > 0;
  if (!isNamed && (index === undefined || indexPath === undefined)) {
    throw new RequestError('there is nothing to gate', {
      code: 'INPUT_REQUIRED',
      next: 'Give --binaries, --dist, --image or --index.',
    });
  }
  const unpacked: AsyncDisposable[] = [];
  const dispose = async (): Promise<void> => {
    for (const one of unpacked) await one[Symbol.asyncDispose]();
  };
  try {
    const binaries: Gated[] = [];
    if (!isNamed && index !== undefined) binaries.push(...(await gatedOfIndex(index, indexPath ?? '')));
    if (patterns.length > 0) binaries.push(...(await gatedBinaries(patterns, host.cwd, index)));
    if (dist !== undefined) binaries.push(...(await gatedOfDist(dist, host.cwd, index)));
    for (const image of images) {
      const contents = await gatedOfImage(image, host, index);
      unpacked.push(contents);
      binaries.push(...contents.binaries);
    }
    return { binaries, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

export const verb: Verb = { name: 'gate', spec, positional: 'binaries', run };
