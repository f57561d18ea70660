import { inCell } from '../cell.ts';
import { type Asked, graded, type Observation } from './observation.ts';

/** Samples by the kernel's clock, so that machines without hardware counters do too, and what perf calls them. */
export async function observePerf({ cell, marks }: Asked): Promise<Record<string, Observation>> {
  const data = `${cell.folder}/perf.data`;
  const record = await inCell(cell, 'perf', [
    'record',
    '--quiet',
    '--event=cpu-clock:u',
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
