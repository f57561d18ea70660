import { existsSync, readFileSync, renameSync } from 'node:fs';
import { inCell } from '../cell.ts';
import { type Asked, graded, type Observation } from './observation.ts';

/** The program dies as in production, with all traces, and leaves a core. */
export async function observeCrash({ cell, marks }: Asked): Promise<{
  readonly observed: Record<string, Observation>;
  readonly core: string | undefined;
}> {
  const { text } = await inCell(cell, 'prlimit', ['--core=unlimited', '--', cell.file, ...marks.crash.args], {
    env: { GOTRACEBACK: 'crash' },
    ...(marks.crash.by === 'SIGQUIT' ? { signal: { name: 'SIGQUIT', when: isWaiting() } } : {}),
  });
  const core = `${cell.folder}/core`;
  const left = [core, `${core}.${cell.file.split('/').at(-1)}`].find((path) => existsSync(path));
  if (left !== undefined && left !== core) renameSync(left, core);
  return {
    observed: {
      'panic-trace': graded(
        Object.fromEntries(marks.trace.map((frame) => [frame.source, frame.test(text)])),
        text.slice(0, 3000),
      ),
    },
    core: left === undefined ? undefined : core,
  };
}

/** True once the Go runtime catches SIGQUIT and the main thread has slept for half a second. */
function isWaiting(): (pid: number) => boolean {
  let asleep = 0;
  return (pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const caught = BigInt(`0x${/^SigCgt:\s*(\w+)/m.exec(status)?.[1] ?? '0'}`);
    const sleeps = /^State:\s*S/m.test(status) && (caught & (1n << 2n)) !== 0n;
    asleep = sleeps ? asleep + 1 : 0;
    return asleep >= 5;
  };
}

/** The profile carries its own names: `go tool pprof` is not given the binary. */
export async function observeProfile({ cell, marks, go, env }: Asked): Promise<Record<string, Observation>> {
  const profile = `${cell.folder}/cpu.pprof`;
  const [program = cell.file, ...args] = marks.profile.command(cell.file, profile);
  const ran = await inCell(cell, program, args);
  const { text } = await inCell(cell, go, ['tool', 'pprof', '-top', '-lines', profile], { env });
  return {
    pprof: graded(
      { 'names and lines': new RegExp(` ${marks.profile.names.source} \\S+\\.go:\\d+`).test(text) },
      `${ran.text.slice(0, 500)}${text.slice(0, 2000)}`,
    ),
  };
}

/** As agents do that read pclntab: the function is at the address that the file's own table of symbols would say. */
export async function observePclntabReader(
  { cell, marks }: Asked,
  reader: string,
  address: bigint | undefined,
): Promise<Record<string, Observation>> {
  const { text } = await inCell(cell, reader, [cell.file, marks.stop.function]);
  const [, found, line] = /^0x([0-9a-f]+) \S+:(\d+)$/m.exec(text) ?? [];
  return {
    'ebpf-names': graded(
      {
        name: found !== undefined,
        'right address': found !== undefined && BigInt(`0x${found}`) === address,
        line: line !== undefined && line !== '0',
      },
      text,
    ),
  };
}
