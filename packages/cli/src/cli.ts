import {
  abortOnSignals,
  describeFault,
  faultOf,
  Inputs,
  nearest,
  type Outcome,
  RequestError,
  terminalHost,
} from '@gosymbols/host';
import { VERSION } from '@gosymbols/record';
import { parseFlags } from './flags.ts';
import { helpOf } from './help.ts';
import { VERBS } from './verbs.ts';

/** Runs one command line; the exit status is set on the process. */
export async function main(args: readonly string[]): Promise<void> {
  const cancel = abortOnSignals();
  const debug = await wantsStacks(args);
  try {
    process.exitCode = await run(args, cancel.signal, debug);
  } catch (error) {
    const fault = faultOf(error);
    process.stderr.write(`gosymbols: ${describeFault(fault)}\n`);
    if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    process.exitCode = cancel.status() ?? fault.status;
  }
}

/** `--debug` asks for stack traces, unless the verb has an input of that name. */
async function wantsStacks([name = '', ...rest]: readonly string[]): Promise<boolean> {
  if (process.env['RUNNER_DEBUG'] === '1') return true;
  if (name !== '--debug' && !rest.includes('--debug')) return false;
  const loaded = await VERBS[name]?.();
  return !('debug' in (loaded?.verb.spec.inputs ?? {}));
}

async function run(args: readonly string[], signal: AbortSignal, debug: boolean): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const { overview } = await import('./overview.ts');
    process.stdout.write(`${overview()}\n`);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === 'version') {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const load = VERBS[name];
  if (load === undefined) throw unknownVerb(name);
  const { verb } = await load();
  const flags = parseFlags(verb, rest);
  if (flags.help) {
    process.stdout.write(`${helpOf(verb)}\n`);
    return 0;
  }
  using host = await terminalHost({ signal, debug });
  const outcome = await verb.run(new Inputs(verb.spec, flags.given), host);
  print(outcome, flags.json);
  return outcome.verdict === 'fail' ? 1 : 0;
}

function print(outcome: Outcome, json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(outcome.document ?? outcome.outputs, null, 2)}\n`);
  else if (outcome.text !== undefined) process.stdout.write(`${outcome.text}\n`);
}

function unknownVerb(name: string): RequestError {
  const guess = nearest(name, Object.keys(VERBS));
  return new RequestError(`unknown verb \`${name}\``, {
    code: 'VERB_UNKNOWN',
    next: guess === undefined ? 'Run `gosymbols --help` for the list.' : `Did you mean \`${guess}\`?`,
  });
}
