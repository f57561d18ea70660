import { markdownCode } from '@gosymbols/report';
import type { Gate, GateRow } from './judge.ts';
import type { ProvenanceRow } from './provenance.ts';

/** The table that a person reads, and what to do about each row that does not hold. */
export function gateText(
  { rows, findings, verdict }: Gate,
  stores: readonly string[],
  origin?: readonly ProvenanceRow[],
): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const held = rows.filter(({ holds }) => holds).length;
  return [
    `Gate ${verdict === 'pass' ? 'passed' : 'FAILED'}: ${held} of ${rows.length} Go ${rows.length === 1 ? 'binary has its' : 'binaries have their'} symbols in ${stores.join(', ')}`,
    ...rows.map((row) => `  ${markOf(row)}  ${row.name.padEnd(width)}  ${row.tag}  ${stateOf(row)}`),
    ...(origin === undefined ? [] : [`  ${signedText(origin)}`]),
    ...findings.flatMap(({ severity, message, next }) => ['', `${severity}: ${message}.`, `  ${next}`]),
  ].join('\n');
}

/** The same for the job summary. */
export function gateMarkdown(
  { rows, verdict }: Gate,
  stores: readonly string[],
  origin?: readonly ProvenanceRow[],
): string {
  return [
    `### Symbols: ${verdict === 'pass' ? 'all there' : 'the release is stopped'}`,
    '',
    `Looked up in ${stores.map((store) => markdownCode(store)).join(', ')}.`,
    '',
    '| | Binary | Tag | Symbols |',
    '|---|---|---|---|',
    ...rows.map(
      (row) =>
        `| ${markOf(row).trim()} | ${markdownCode(row.name)} | ${markdownCode(row.tag)} | ${cell(stateOf(row))} |`,
    ),
    ...(origin === undefined ? [] : ['', signedText(origin, markdownCode)]),
    '',
  ].join('\n');
}

/** Every row names who signed, once. */
function signedText(origin: readonly ProvenanceRow[], code = (text: string): string => text): string {
  const signers = [...new Set(origin.flatMap(({ by }) => by ?? []))];
  const count = origin.filter(({ by }) => by !== undefined).length;
  const by = signers.length === 0 ? '' : ` by ${signers.map((name) => code(name)).join(', ')}`;
  return `Signed together with their debug files: ${count} of ${origin.length}${by}`;
}

/** Reasons are of those who wrote the workflow. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/[\r\n]/g, ' ');
}

function markOf({ holds, excused }: GateRow): string {
  return holds ? 'ok  ' : excused === undefined ? 'FAIL' : 'pass';
}

function stateOf({ state, proof, excused }: GateRow): string {
  const proven = state === 'in the store' && proof !== undefined ? ', proven' : '';
  return `${state}${proven}${excused === undefined ? '' : ` (${excused})`}`;
}
