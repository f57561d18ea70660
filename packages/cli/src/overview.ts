import type { ActionSpec } from '@gosymbols/host';
import pipeline from '../../../action.yml';
import baseline from '../../../actions/baseline/action.yml';
import build from '../../../actions/build/action.yml';
import fetch from '../../../actions/fetch/action.yml';
import gate from '../../../actions/gate/action.yml';
import init from '../../../actions/init/action.yml';
import inspect from '../../../actions/inspect/action.yml';
import join from '../../../actions/join/action.yml';
import prune from '../../../actions/prune/action.yml';
import publish from '../../../actions/publish/action.yml';
import report from '../../../actions/report/action.yml';
import split from '../../../actions/split/action.yml';
import verify from '../../../actions/verify/action.yml';
import { wrap } from './help.ts';

/** What the list needs of each verb, without loading one. */
const SPECS: Readonly<Record<string, ActionSpec>> = {
  pipeline,
  init,
  inspect,
  build,
  split,
  join,
  baseline,
  verify,
  publish,
  gate,
  report,
  fetch,
  prune,
};

/** The list of verbs, from the first sentence of each `action.yml`. */
export function overview(): string {
  const rows = Object.entries(SPECS).map(
    ([name, { description }]) =>
      `  ${name.padEnd(10)} ${wrap(firstSentence(description), 13).join('\n').trimStart()}`,
  );
  return [
    'gosymbols: ship small Go binaries that stay debuggable.',
    '',
    'Usage: gosymbols <verb> [--input value]…',
    '',
    ...rows,
    '',
    'Flags of every verb: --help, --json (outputs as JSON on stdout), --debug (stack traces; `join` has an input\nof that name: RUNNER_DEBUG=1).',
    'Exit status: 0 done and all rules hold; 1 a policy or gate says no; 2 the request is wrong; 3 it could not be done.',
  ].join('\n');
}

function firstSentence(text: string): string {
  return (
    text
      .trim()
      .replace(/\s+/g, ' ')
      .split(/(?<=\.)\s/)[0] ?? ''
  );
}
