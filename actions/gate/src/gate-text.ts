import type { Gate } from './judge.ts';

/** The table that a person reads, and what to do about each row that does not hold. */
export function gateText({ rows, findings, verdict }: Gate, store: string): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const held = rows.filter(({ holds }) => holds).length;
  return [
    `Gate ${verdict === 'pass' ? 'passed' : 'FAILED'}: ${held} of ${rows.length} Go ${rows.length === 1 ? 'binary has its' : 'binaries have their'} symbols in ${store}`,
    ...rows.map(
      ({ name, tag, holds, state }) =>
        `  ${holds ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${tag}  ${state}`,
    ),
    ...findings.flatMap(({ severity, message, next }) => ['', `${severity}: ${message}.`, `  ${next}`]),
  ].join('\n');
}
