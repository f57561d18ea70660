import type { Gate, GateRow } from './judge.ts';

/** The table that a person reads, and what to do about each row that does not hold. */
export function gateText({ rows, findings, verdict }: Gate, stores: readonly string[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const held = rows.filter(({ holds }) => holds).length;
  return [
    `Gate ${verdict === 'pass' ? 'passed' : 'FAILED'}: ${held} of ${rows.length} Go ${rows.length === 1 ? 'binary has its' : 'binaries have their'} symbols in ${stores.join(', ')}`,
    ...rows.map((row) => `  ${markOf(row)}  ${row.name.padEnd(width)}  ${row.tag}  ${stateOf(row)}`),
    ...findings.flatMap(({ severity, message, next }) => ['', `${severity}: ${message}.`, `  ${next}`]),
  ].join('\n');
}

/** The same for the job summary. */
export function gateMarkdown({ rows, verdict }: Gate, stores: readonly string[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    `### Symbols: ${verdict === 'pass' ? 'all there' : 'the release is stopped'}`,
    '',
    `Looked up in ${stores.map((store) => `\`${store}\``).join(', ')}.`,
    '',
    '| | Binary | Tag | Symbols |',
    '|---|---|---|---|',
    ...rows.map(
      (row) => `| ${markOf(row).trim()} | \`${cell(row.name)}\` | \`${row.tag}\` | ${cell(stateOf(row))} |`,
    ),
    '',
  ].join('\n');
}

function markOf({ holds, excused }: GateRow): string {
  return holds ? 'ok  ' : excused === undefined ? 'FAIL' : 'pass';
}

function stateOf({ state, proof, excused }: GateRow): string {
  const proven = state === 'in the store' && proof !== undefined ? ', proven' : '';
  return `${state}${proven}${excused === undefined ? '' : ` (${excused})`}`;
}
