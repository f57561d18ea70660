import { writeFileSync } from 'node:fs';
import { inCell } from '../cell.ts';
import { type Asked, escaped, graded, type Observation } from './observation.ts';

/** One session of Delve; the commands as a person types them. `config` sets what its reader takes for granted. */
export async function observeDelve(
  program: string,
  { cell, marks: { stop, line, debug } }: Asked,
): Promise<Observation> {
  const script = `${cell.folder}/delve.init`;
  const commands = [
    `break ${stop.function}`,
    'continue',
    'args',
    'stack',
    'goroutines',
    `break ${line.at}`,
    'continue',
    'stack 0',
    'quit -c',
  ];
  writeFileSync(script, `${commands.join('\n')}\n`);
  const { text } = await inCell(
    cell,
    program,
    ['exec', cell.file, '--init', script, '--allow-non-terminal-interactive', '--', ...debug],
    { limit: 30_000 },
  );
  const at = (place: string): RegExp => new RegExp(`^> .*\\b${place}`, 'm');
  return graded(
    {
      'stops at a function': at(`${escaped(stop.function)}\\(\\)`).test(text),
      arguments: stop.arguments.every((name) => new RegExp(`^${name} = `, 'm').test(text)),
      'stack with lines': [stop.function, ...stop.callers].every((caller) =>
        new RegExp(`in ${escaped(caller)}\\s+at \\S+:[1-9]`).test(text),
      ),
      goroutines: /^\*? *Goroutine 1 /m.test(text),
      'stops at a line': new RegExp(`^> .*${escaped(line.at)} \\(hits`, 'm').test(text),
    },
    text,
  );
}
