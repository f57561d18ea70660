import { abortOnSignals } from './cancel.ts';
import type { Verb } from './verb.ts';

/** `runs.using: node24`; the code behind this module uses its syntax, so nothing of it may be loaded before the question. */
const OLDEST = 24;

/** Entry of an Action's bundle. What it loads at once is this module alone. */
export async function runAction(name: string, load: () => Promise<{ readonly verb: Verb }>): Promise<void> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST) {
    annotate(name, {
      code: 'NODE_TOO_OLD',
      message: `gosymbols needs Node ${OLDEST}, this is ${process.versions.node}.`,
      next: 'Use a runner that has it (2.327.1 or newer), without a setting that forces another Node.',
    });
    process.exitCode = 3;
    return;
  }
  const cancel = abortOnSignals((signal) =>
    annotate(name, {
      code: 'CANCELLED_AT_ONCE',
      message: `ended by a second signal, ${signal}, before everything was cleaned up.`,
      next: 'Delete what the step wrote, and run the job again.',
    }),
  );
  const [{ runVerb }, { verb }] = await Promise.all([import('./run-verb.ts'), load()]);
  await runVerb(verb, cancel);
}

/** As @actions/core writes it, which is not loaded here. */
function annotate(
  verb: string,
  { code, message, next }: { readonly code: string; readonly message: string; readonly next: string },
): void {
  process.stdout.write(`::error title=gosymbols ${verb}::${message} ${next} [${code}]\n`);
}
