import type { Cancel } from './cancel.ts';
import { describeFault, faultOf } from './faults.ts';
import type { Host, Outcome } from './host.ts';
import { Inputs } from './inputs.ts';
import type { Verb } from './verb.ts';

/** Runs a verb as an Action: inputs from `INPUT_*`, outputs to the runner, one annotation when it ends badly. */
export async function runVerb(verb: Verb, cancel: Cancel): Promise<void> {
  const { githubHost } = await import('./github-host.ts');
  using host = githubHost(cancel.signal);
  try {
    const outcome = await verb.run(new Inputs(verb.spec, givenInputs(process.env)), host);
    publishOutputs(outcome, host);
    process.exitCode = outcome.verdict === 'fail' ? 1 : 0;
  } catch (error) {
    // What else went wrong is what being cancelled does.
    const fault = faultOf(cancel.signal.aborted ? cancel.signal.reason : error);
    host.error(describeFault(fault), { title: `gosymbols ${verb.name}` });
    if (host.env['RUNNER_DEBUG'] === '1' && error instanceof Error) host.info(error.stack ?? '');
    process.exitCode = cancel.status() ?? fault.status;
  }
}

/** The runner sets `INPUT_<NAME>` for each input: upper case, spaces become underscores, hyphens stay. */
function givenInputs(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [key, value] of Object.entries(env)) {
    if (key.startsWith('INPUT_') && value !== undefined)
      given[key.slice('INPUT_'.length).toLowerCase()] = value;
  }
  return given;
}

function publishOutputs(outcome: Outcome, host: Host): void {
  for (const [name, value] of Object.entries(outcome.outputs)) {
    host.setOutput(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  if (outcome.text !== undefined) host.info(outcome.text);
}
