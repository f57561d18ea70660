import type { Host } from '@gosymbols/host';
import type { Judgement } from '@gosymbols/record';
import { type SymbolStore, symbolKeyOf } from '@gosymbols/symbols';
import { faultText, hardToFind, type Told } from './findings.ts';
import type { Gated } from './gated.ts';
import { type LookUp, lookUp, tagOf } from './look-up.ts';
import { allowanceFor, matchesName, type Requirements } from './requirements.ts';

export type Finding = Judgement['findings'][number];

/** What was found out about one binary. */
export interface GateRow {
  readonly name: string;
  readonly tag: string;
  readonly holds: boolean;
  readonly state: LookUp['state'];
  readonly debugDigest: string | undefined;
  readonly store: string | undefined;
  readonly proof: string | undefined;
  /** Why its symbols may be missing. */
  readonly excused: string | undefined;
}

export interface Gate extends Judgement {
  readonly rows: readonly GateRow[];
}

export interface GateRequest extends Told {
  readonly stores: readonly SymbolStore[];
  readonly requirements: Requirements;
  readonly resolve: boolean;
  readonly ephemeral: boolean;
}

/** Binaries looked up at once: each is a few requests, or a download and a comparison. */
const PARALLEL = 4;

/** Looks every binary up and says which may not ship. */
export async function judge(gated: readonly Gated[], request: GateRequest, host: Host): Promise<Gate> {
  const lookUps = new Map<Gated, LookUp>();
  const queue = [...gated];
  const work = async (): Promise<void> => {
    for (let binary = queue.shift(); binary !== undefined; binary = queue.shift()) {
      lookUps.set(binary, await lookUp(binary, request.stores, { ...request, host }));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  const judged = gated.map((binary) =>
    judgeOne(binary, lookUps.get(binary) ?? { state: 'missing' }, request),
  );
  const findings = [...judged.flatMap((one) => one.findings), ...absent(gated, request)];
  const failed = findings.some(({ severity }) => severity === 'error');
  return { rows: judged.map(({ row }) => row), findings, verdict: failed ? 'fail' : 'pass' };
}

function judgeOne(
  binary: Gated,
  found: LookUp,
  request: GateRequest,
): { readonly row: GateRow; readonly findings: readonly Finding[] } {
  const { name } = binary;
  const row = {
    name,
    tag: 'found' in found ? found.found.tag : tagOf(binary),
    state: found.state,
    debugDigest: 'found' in found ? found.found.debug.digest : undefined,
    store: 'found' in found ? found.store : undefined,
    proof: 'found' in found ? found.proof : undefined,
  };
  if (found.state === 'in the store') {
    const { from } = symbolKeyOf(binary.facts.buildIds);
    const findings = from === 'gnu' ? [] : [hardToFind(name, from)];
    return { row: { ...row, holds: true, excused: undefined }, findings };
  }
  const fault = { artifact: name, ...faultText(binary, found, request) };
  const { requirements } = request;
  const isRequired = requirements.required?.some((glob) => matchesName(glob, name)) ?? true;
  if (!isRequired) {
    const finding: Finding = { ...fault, severity: 'notice', next: 'It is not among those of `require`.' };
    return { row: { ...row, holds: false, excused: 'not required' }, findings: [finding] };
  }
  const allowance = allowanceFor(name, requirements);
  if (allowance === undefined) {
    return { row: { ...row, holds: false, excused: undefined }, findings: [{ ...fault, severity: 'error' }] };
  }
  const { until, reason, holds } = allowance;
  const finding: Finding = holds
    ? { ...fault, severity: 'warning', message: `${fault.message}; allowed until ${until}: ${reason}` }
    : {
        ...fault,
        severity: 'error',
        message: `${fault.message}; the allowance (${reason}) ended on ${until}`,
      };
  const excused = holds ? `allowed until ${until}: ${reason}` : undefined;
  return { row: { ...row, holds: false, excused }, findings: [finding] };
}

/** A name that is required but was not looked at would pass unseen. */
function absent(gated: readonly Gated[], { requirements }: GateRequest): Finding[] {
  const unmatched = (requirements.required ?? []).filter(
    (glob) => !gated.some(({ name }) => matchesName(glob, name)),
  );
  return unmatched.map((glob) => ({
    rule: 'gate/required-absent',
    severity: 'error',
    artifact: glob,
    message: `\`${glob}\` is required, but no Go binary of that name was looked at`,
    next: 'Correct `require`, or gate the files that ship.',
  }));
}
