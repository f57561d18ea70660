import { resolve } from 'node:path';
import type { Host, Inputs, Outcome, Verb } from '@gosymbols/host';
import { judge, type PolicyVerdict, printPolicy } from '@gosymbols/policy';
import { readIndex, type SymbolIndex, writeIndex } from '@gosymbols/record';
import spec from '../action.yml';
import { annotate, countOf } from './annotate.ts';
import { globBase, pathsFrom } from './binary-paths.ts';
import { lookAtFiles } from './look-at-files.ts';
import { measureWire } from './measure-wire.ts';
import { readContext } from './read-context.ts';
import { readPolicy } from './read-policy.ts';
import { summarise } from './summarise.ts';

export const verb: Verb = { name: 'verify', spec, positional: 'index', run };

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const policyPath = inputs.text('policy') ?? '.gosymbols.yml';
  const policy = await readPolicy(policyPath, host);
  const context = await readContext(inputs, host);
  if (inputs.flag('print-policy')) {
    const nothing = { verdict: '', findings: [], errors: 0, warnings: 0, judged: [] };
    return { outputs: nothing, text: printPolicy(policy, context).trimEnd() };
  }
  const indexPath = resolve(host.cwd, inputs.text('index') ?? 'dist/gosymbols.json');
  const baselinePath = inputs.text('baseline');
  const [recorded, baseline] = await Promise.all([
    readIndex(indexPath),
    baselinePath === undefined ? undefined : readIndex(resolve(host.cwd, baselinePath)),
  ]);
  if (host.kind === 'github') {
    await host.group('Policy in force', async () => host.info(printPolicy(policy, context)));
  }
  const base = globBase(resolve(host.cwd, policyPath), host.cwd);
  const files = await lookAtFiles(recorded.binaries, indexPath, host.signal);
  const index = await measureWire({ index: recorded, indexPath, base, policy, context, files, host });
  const judged = judge({
    index: { binaries: pathsFrom(base, index.binaries, indexPath) },
    policy,
    ...(baseline === undefined ? {} : { baseline }),
    context: { ...context, files },
  });
  host.signal.throwIfAborted();
  await writeIndex(indexPath, withVerdict(index, judged, policyPath));
  annotate(judged.findings, host);
  return outcomeOf(judged, policyPath);
}

function withVerdict(index: SymbolIndex, { verdict, findings }: PolicyVerdict, file: string): SymbolIndex {
  return { ...index, policy: { file, verdict, findings } };
}

function outcomeOf({ verdict, findings, judged }: PolicyVerdict, file: string): Outcome {
  return {
    outputs: {
      verdict,
      findings: findings.map((finding) => ({ ...finding, ...(finding.at && { at: { ...finding.at } }) })),
      errors: countOf(findings, 'error'),
      warnings: countOf(findings, 'warning'),
      judged: judged.map((row) => ({ ...row })),
    },
    verdict,
    text: summarise({ verdict, findings, judged }, file),
  };
}
