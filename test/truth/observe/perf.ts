import { run } from '../../support/run.ts';
import { inCell } from '../cell.ts';
import { type Asked, graded, type Observation } from './observation.ts';

/** Containers often may not; then perf is asked which functions it can name, by the same tables. */
function mayRecord(): boolean {
  allowed ??= run('perf', ['record', '--quiet', EVENT, '--output=/dev/null', '--', 'true']).status === 0;
  return allowed;
}

let allowed: boolean | undefined;

const EVENT = '--event=cpu-clock:u';

/** Samples by the kernel's clock, so that machines without hardware counters do too, and what perf calls them. */
export async function observePerf({ cell, marks }: Asked): Promise<Record<string, Observation>> {
  if (!mayRecord()) {
    const { text } = await inCell(cell, 'perf', ['probe', '--exec', cell.file, '--funcs']);
    return { 'perf-names': graded({ 'the function': text.split('\n').includes(marks.stop.function) }, text) };
  }
  const data = `${cell.folder}/perf.data`;
  const record = await inCell(cell, 'perf', [
    'record',
    '--quiet',
    EVENT,
    '--freq=20000',
    `--output=${data}`,
    '--',
    cell.file,
    ...marks.busy.args,
  ]);
  const { text } = await inCell(cell, 'perf', ['report', '--stdio', '--sort=sym', '--input', data]);
  return {
    'perf-names': graded(
      { 'the busy function': new RegExp(`^ +\\d.*\\[\\.\\] ${marks.busy.hot.source} *$`, 'm').test(text) },
      `${record.text}${text.slice(0, 3000)}`,
    ),
  };
}

/** By name, without attaching: perf uses DWARF where there is no symbol table, bpftrace the symbol table only. */
export async function observeUprobes({ cell, marks }: Asked): Promise<Record<string, Observation>> {
  const perf = await inCell(cell, 'perf', [
    'probe',
    '--exec',
    cell.file,
    '--dry-run',
    '--add',
    `here=${marks.stop.function}`,
  ]);
  const bpftrace = await inCell(cell, 'bpftrace', ['-l', `uprobe:${cell.file}:${marks.stop.function}`]);
  return {
    'uprobe-name': graded(
      {
        'perf probe': perf.status === 0 && perf.text.includes('here'),
        bpftrace: bpftrace.text.split('\n').includes(`uprobe:${cell.file}:${marks.stop.function}`),
      },
      `${perf.text}${bpftrace.text}`,
    ),
  };
}
