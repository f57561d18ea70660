import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import spec from '../action.yml';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');

test('the README lists inputs and outputs of action.yml with their defaults', () => {
  for (const [name, input] of Object.entries(spec.inputs ?? {})) {
    const standard = input.default === undefined ? '' : `\`${input.default}\` `;
    expect(readme).toContain(`| \`${name}\` | ${standard}| ${input.description.trim()} |`);
  }
  for (const [name, output] of Object.entries(spec.outputs ?? {})) {
    expect(readme).toContain(`| \`${name}\` | ${output.description.trim()} |`);
  }
});
