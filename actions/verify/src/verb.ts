import { resolve } from 'node:path';
import type { Host, Inputs, Outcome, Verb } from '@gosymbols/host';
import { type Finding, judge, type PolicyVerdict, printPolicy } from '@gosymbols/policy';
import {
  type ImageRecord,
  readForeignIndex,
  readIndex,
  type SymbolIndex,
  writeIndex,
} from '@gosymbols/record';
import spec from '../action.yml';
import { annotate, countOf } from './annotate.ts';
import { globBase, pathsFrom } from './binary-paths.ts';
import { lookAtFiles } from './look-at-files.ts';
import { measurePackages } from './measure-packages.ts';
import { measureWire } from './measure-wire.ts';
import { type Cause, causeIn } from './module-that-grew.ts';
import { readContext } from './read-context.ts';
import { readImages } from './read-images.ts';
import { readOverride } from './read-override.ts';
import { readPolicy } from './read-policy.ts';
import { withoutDetail } from './record-image.ts';
import { summarise } from './summarise.ts';

export const verb: Verb = { name: 'verify', spec, positional: 'index', run };

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const policyPath = inputs.text('policy') ?? '.gosymbols.yml';
  const policy = await readPolicy(policyPath, inputs.choice('policy-from', ['base', 'checkout']), host);
  const bare = await readContext(inputs, host);
  const override = await readOverride(policy, bare, inputs.text('token'), host);
  const context = { ...bare, ...(override && { override }) };
  if (inputs.flag('print-policy')) {
    const nothing = { verdict: '', findings: [], errors: 0, warnings: 0, judged: [], ratchet: [] };
    return { outputs: nothing, text: printPolicy(policy, context).trimEnd() };
  }
  const indexPath = resolve(host.cwd, inputs.text('index') ?? 'dist/gosymbols.json');
  const indexAt = async (input: string): Promise<SymbolIndex | undefined> => {
    const path = inputs.text(input);
    return path === undefined ? undefined : await readForeignIndex(resolve(host.cwd, path));
  };
  const [recorded, baseline, release] = await Promise.all([
    readIndex(indexPath),
    indexAt('baseline'),
    indexAt('release'),
  ]);
  if (host.kind === 'github') {
    await host.group('Policy in force', async () => host.info(printPolicy(policy, context)));
  }
  const base = globBase(resolve(host.cwd, policyPath), host.cwd);
  const files = await lookAtFiles(recorded.binaries, indexPath, host.signal);
  const where = { indexPath, base, policy, context, files, host };
  const named = await measurePackages({ index: recorded, ...where });
  const index = await measureWire({ index: named, ...where });
  const baselineAge = recorded.baseline?.distance;
  const images = await readImages(policy, index, host);
  const judged = judge({
    index: { binaries: pathsFrom(base, index.binaries, indexPath) },
    policy,
    ...(baseline && { baseline }),
    ...(baselineAge !== undefined && { baselineAge }),
    ...(release && { release }),
    images: Object.fromEntries(images.map((image) => [image.artifact, image])),
    context: { ...context, files },
  });
  host.signal.throwIfAborted();
  await writeIndex(indexPath, withVerdict(withImages(index, images), judged, policyPath));
  const sides = { now: index, judged: judged.judged };
  const causes = new Map<Finding, Cause>();
  for (const finding of judged.findings) {
    const earlier = finding.rule === 'SZ003' ? release : baseline;
    const cause = await causeIn(host.cwd, finding, { ...sides, earlier });
    if (cause !== undefined) causes.set(finding, cause);
  }
  annotate(judged.findings, causes, host);
  return outcomeOf(judged, policyPath);
}

/** The images of this run and no earlier one. */
function withImages({ images: _, ...index }: SymbolIndex, read: readonly ImageRecord[]): SymbolIndex {
  if (read.length === 0) return index;
  const images = read.map((image) => ({ ...image, binaries: image.binaries.map(withoutDetail) }));
  return { ...index, images };
}

function withVerdict(
  index: SymbolIndex,
  { verdict, findings, judged }: PolicyVerdict,
  file: string,
): SymbolIndex {
  return { ...index, policy: { file, verdict, findings, judged } };
}

function outcomeOf(judgement: PolicyVerdict, file: string): Outcome {
  const { verdict, findings, judged, ratchet } = judgement;
  return {
    outputs: {
      verdict,
      findings: findings.map((finding) => ({ ...finding, ...(finding.at && { at: { ...finding.at } }) })),
      errors: countOf(findings, 'error'),
      warnings: countOf(findings, 'warning'),
      judged: judged.map(({ limits, ...row }) => ({ ...row, ...(limits && { limits: { ...limits } }) })),
      ratchet: ratchet.map((proposal) => ({ ...proposal })),
    },
    verdict,
    text: summarise(judgement, file),
  };
}
