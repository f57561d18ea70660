import type { Verb } from '@gosymbols/host';

const WIDTH = 96;

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

export function wrap(text: string, indent: number): string[] {
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
