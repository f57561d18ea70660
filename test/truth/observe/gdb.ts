import { inCell } from '../cell.ts';
import { type Asked, escaped, graded, type Observation, part } from './observation.ts';

const QUIET = [
  'set debuginfod enabled off',
  'set pagination off',
  'set confirm off',
  'set breakpoint pending off',
  'set width 0',
];

function batch(commands: readonly string[]): string[] {
  return ['-nx', '-q', '-batch', ...[...QUIET, ...commands].flatMap((command) => ['-ex', command])];
}

const mark = (name: string): string => `echo \\n@${name}\\n`;

/** One session: stop at a function, look around, go on to a line, look, step. */
export async function observeGdb({ cell, marks }: Asked): Promise<Record<string, Observation>> {
  const { stop, line, debug } = marks;
  const { text } = await inCell(
    cell,
    'gdb',
    batch([
      `set args ${debug.join(' ')}`,
      // The runtime's own signals move a goroutine to another thread in the middle of a step.
      'set environment GODEBUG=asyncpreemptoff=1',
      mark('stop'),
      `break ${stop.function}`,
      'run',
      mark('backtrace'),
      'backtrace 20',
      mark('arguments'),
      'info args',
      mark('types'),
      `ptype ${stop.pointer}`,
      mark('line'),
      // A stack that grows runs the function again from its start.
      'delete',
      `break ${line.at}`,
      'continue',
      mark('there'),
      'backtrace 1',
      mark('variables'),
      'info args',
      'info locals',
      mark('step'),
      'step',
      mark('end'),
      'kill',
    ]).concat(cell.file),
  );
  const backtrace = part(text, 'backtrace');
  const there = part(text, 'there');
  const variables = part(text, 'variables');
  return {
    'gdb-func': graded(
      {
        stops: new RegExp(`^#0 .*${named(stop.function)}`, 'm').test(backtrace),
        'backtrace through its callers, with lines': [stop.function, ...stop.callers].every((name, depth) =>
          new RegExp(`^#${depth} .*${named(name)} \\(.*\\) at \\S+:\\d+$`, 'm').test(backtrace),
        ),
      },
      `${part(text, 'stop')}${backtrace}`,
    ),
    'source-lines': graded(
      {
        'stops at the line': new RegExp(` at \\S*${escaped(line.at)}$`, 'm').test(there),
        'steps to another line': /^\d+\t/m.test(part(text, 'step')),
      },
      `${part(text, 'line')}${there}${part(text, 'step')}`,
    ),
    locals: graded(
      Object.fromEntries(
        [
          ...stop.arguments.map((name) => [name, part(text, 'arguments')] as const),
          ...line.variables.map((name) => [name, variables] as const),
        ].map(([name, where]) => [
          `${name} ${where === variables ? 'at the line' : 'at the start'}`,
          new RegExp(`^&?${name} = (?!.*<optimized out>)`, 'm').test(where),
        ]),
      ),
      `${part(text, 'arguments')}${variables}`,
    ),
    types: graded(
      Object.fromEntries(
        stop.fields.map((field) => [field, new RegExp(`\\b${field};`).test(part(text, 'types'))]),
      ),
      part(text, 'types'),
    ),
  };
}

/** gdb shows `main.total` as `main[total]` where it knows it by the symbol table only. */
function named(linkerName: string): string {
  const dot = linkerName.indexOf('.', linkerName.lastIndexOf('/') + 1);
  const [packagePath, rest] = [linkerName.slice(0, dot), linkerName.slice(dot + 1)];
  return `(${escaped(linkerName)}|${escaped(packagePath)}\\[${escaped(rest)}\\])`;
}

export async function observeCore(
  { cell, marks }: Asked,
  core: string,
): Promise<Record<string, Observation>> {
  const { frame, variable, fields } = marks.core;
  const { text } = await inCell(
    cell,
    'gdb',
    batch([
      mark('backtrace'),
      'thread apply all backtrace',
      mark('types'),
      `ptype '${variable}'`,
      mark('end'),
    ]).concat(cell.file, core),
  );
  const backtrace = part(text, 'backtrace');
  const types = part(text, 'types');
  return {
    'core-dump': graded(
      {
        'the frame, with file and line': new RegExp(`${frame.source} \\(.*\\) at \\S+:\\d+$`, 'm').test(
          backtrace,
        ),
        'a type': fields.every((field) => new RegExp(`\\b${field};`).test(types)),
      },
      `${backtrace.slice(-3000)}${types}`,
    ),
  };
}
