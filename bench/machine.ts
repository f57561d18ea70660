import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { hasGnuTime } from './measure.ts';

/** Where and with what the figures were taken, in lines. */
export function describeMachine(root: string): string[] {
  const [cpu] = cpus();
  const commit = first('git', ['-C', root, 'rev-parse', '--short', 'HEAD']);
  const changed = first('git', ['-C', root, 'status', '--porcelain', '--', 'packages', 'actions']) !== '';
  return [
    `Date: ${new Date().toISOString().slice(0, 10)}, commit ${commit}${changed ? ' with changes that are not committed' : ''}`,
    `Machine: ${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${type()} ${release()}`,
    `Node ${process.versions.node}; ${first('objcopy', ['--version'])}; ${llvm()}; ${first('eu-strip', ['--version'])}`,
    ...(hasGnuTime ? [] : ['GNU time is absent, so peak memory is not measured: apt-get install time']),
  ];
}

function llvm(): string {
  const { stdout } = spawnSync('llvm-objcopy', ['--version'], { encoding: 'utf8' });
  return stdout?.match(/LLVM version \S+/)?.[0] ?? 'no llvm-objcopy';
}

function first(program: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(program, args, { encoding: 'utf8' });
  return error === undefined ? (stdout.trim().split('\n')[0] ?? '') : `no ${program}`;
}

/** What else ran: the race itself keeps one core busy, nearly. */
export function describeLoad(): string {
  return `Load average (15 minutes) at the end: ${loadavg()[2]?.toFixed(1)}; the race itself makes about 1`;
}
