import type { Verb } from '@gosymbols/host';
import { VERBS } from './verbs.ts';

const WIDTH = 96;

/** The list of verbs, from the first sentence of each `action.yml`. */
export async function overview(): Promise<string> {
  const rows = await Promise.all(
    Object.entries(VERBS).map(async ([name, load]) => {
      const { verb } = await load();
      return `  ${name.padEnd(10)} ${wrap(firstSentence(verb.spec.description), 13).join('\n').trimStart()}`;
    }),
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

/** Help of one verb, generated from its `action.yml`. */
export function helpOf(verb: Verb): string {
  const inputs = Object.entries(verb.spec.inputs ?? {});
  const positional = verb.positional === undefined ? '' : ` [${verb.positional}…]`;
  const lines = [
    `Usage: gosymbols ${verb.name}${positional} [--input value]…`,
    '',
    ...wrap(verb.spec.description, 0),
    '',
  ];
  if (inputs.length > 0) lines.push('Inputs:');
  for (const [name, input] of inputs) {
    const isSwitch = ['true', 'false'].includes(input.default ?? '');
    const fallback =
      input.default === undefined || input.default === '' ? '' : ` (default: ${input.default})`;
    lines.push(
      `  --${name}${isSwitch ? '[=false]' : ' <value>'}${input.required === true ? ' (required)' : fallback}`,
    );
    lines.push(...wrap(input.description, 6));
  }
  const outputs = Object.entries(verb.spec.outputs ?? {});
  if (outputs.length > 0) lines.push('', 'Outputs (--json):');
  for (const [name, output] of outputs) lines.push(`  ${name}`, ...wrap(output.description, 6));
  return lines.join('\n');
}

function firstSentence(text: string): string {
  return (
    text
      .trim()
      .replace(/\s+/g, ' ')
      .split(/(?<=\.)\s/)[0] ?? ''
  );
}

function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(' '.repeat(indent) + line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, ' '.repeat(indent) + line];
}
