import { type Host, Inputs, type Outcome, type Verb } from '@gosymbols/host';
import spec from '../../../action.yml';
import { inDirectory } from './in-directory.ts';
import { policyChoice } from './policy-choice.ts';

export const verb: Verb = { name: 'pipeline', spec, positional: 'binaries', run };

/** Each is loaded when its turn comes, so that a request that is wrong is told at once. */
const STAGES = {
  Build: () => import('@gosymbols/action-build'),
  Split: () => import('@gosymbols/action-split'),
  Baseline: () => import('@gosymbols/action-baseline'),
  Verify: () => import('@gosymbols/action-verify'),
  Publish: () => import('@gosymbols/action-publish'),
  Gate: () => import('@gosymbols/action-gate'),
  Report: () => import('@gosymbols/action-report'),
} as const satisfies Record<string, () => Promise<{ verb: Verb }>>;

/** Outputs of `publish` that are passed on, for actions/attest. */
const UNSIGNED = { 'predicate-type': '', 'predicate-path': '', 'subject-checksums': '' };

type Stage = (name: keyof typeof STAGES, given: Record<string, string | undefined>) => Promise<Outcome>;

/** build, split, baseline, verify, publish, gate, report: each as its own action would run it. */
async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  return inDirectory(inputs.text('working-directory') ?? '.', host, (inside) => stages(inputs, inside));
}

async function stages(inputs: Inputs, host: Host): Promise<Outcome> {
  const stage: Stage = async (name, given) => {
    const { verb: of } = await STAGES[name]();
    return host.group(name, () => of.run(new Inputs(of.spec, defined(given)), host));
  };
  const text = (name: string): string | undefined => inputs.text(name);
  const outDir = text('out-dir') ?? 'dist';
  const index = `${outDir}/gosymbols.json`;
  const store = Object.fromEntries(
    ['store', 'registry', 'username', 'password'].map((name) => [name, text(name)]),
  );
  const reporting = {
    format: text('format'),
    comment: text('comment'),
    'upload-artifact': text('upload-artifact'),
  };
  // What was published by then could not be taken back.
  const { verb: last } = await STAGES.Report();
  await last.check?.(new Inputs(last.spec, defined(reporting)), host);
  const binaries = text('binaries');
  const how = { strip: text('strip'), compress: text('compress'), 'build-ids': text('build-ids') };
  if (binaries === undefined) {
    const names = ['tool', 'mode', 'targets', 'query', 'config', 'platforms', 'strip-flags'];
    const more = ['args', 'program', 'timeout'];
    await stage('Build', {
      ...Object.fromEntries([...names, ...more].map((name) => [name, text(name)])),
      ...how,
      'out-dir': outDir,
      index,
    });
  }
  const source = binaries === undefined ? { index } : { binaries, 'in-place': 'true', 'out-dir': outDir };
  const halves = await stage('Split', { ...source, ...how });
  host.info(halves.text ?? '');
  if (halves.verdict === 'fail')
    return { ...halves, outputs: { index: '', verdict: 'fail', saved: 0, report: '', ...UNSIGNED } };
  const earlier = await baselineOf(stage, text('baseline'), outDir, text('upload-artifact'));
  const policy = policyChoice(text('policy') ?? '.gosymbols.yml', host);
  const judged =
    policy === undefined ? undefined : await stage('Verify', { policy, index, baseline: earlier });
  const provenance = text('provenance');
  const released =
    judged?.verdict === 'fail' ? undefined : await release(stage, index, { ...store, provenance }, host);
  const reported = await stage('Report', {
    index,
    baseline: earlier,
    ...reporting,
  });
  const verdict = judged?.verdict === 'fail' || released?.verdict === 'fail' ? 'fail' : 'pass';
  const { path } = { path: reported.outputs['html'] ?? '' };
  return {
    outputs: {
      index,
      verdict,
      saved: halves.outputs['saved'] ?? 0,
      report: path,
      ...UNSIGNED,
      ...released?.outputs,
    },
    verdict,
    ...(reported.text === undefined ? {} : { text: reported.text }),
  };
}

/** `auto` is looked for, among what earlier runs uploaded under the same name; anything else is the path of a file. */
async function baselineOf(
  stage: Stage,
  given: string | undefined,
  outDir: string,
  artifact: string | undefined,
): Promise<string | undefined> {
  if (given !== 'auto') return given;
  const { outputs } = await stage('Baseline', {
    index: `${outDir}/gosymbols.json`,
    out: `${outDir}/baseline.json`,
    artifact,
  });
  const path = outputs['baseline'];
  return typeof path === 'string' && path !== '' ? path : undefined;
}

/** Symbols of a build that breaks the policy are not published: nobody will ship it. */
async function release(
  stage: Stage,
  index: string,
  given: Record<string, string | undefined>,
  host: Host,
): Promise<Outcome> {
  host.signal.throwIfAborted();
  const { provenance, ...where } = given;
  const published = await stage('Publish', { index, ...where, provenance });
  const { verdict } = await stage('Gate', { index, ...where });
  const outputs = Object.keys(UNSIGNED).map((name) => [name, published.outputs[name] ?? '']);
  return { outputs: Object.fromEntries(outputs), ...(verdict === undefined ? {} : { verdict }) };
}

function defined(given: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
