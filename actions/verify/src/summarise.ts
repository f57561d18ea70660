import {
  type Finding,
  type JudgedBinary,
  type PolicyVerdict,
  type RatchetProposal,
  spellBytes,
} from '@gosymbols/policy';
import { countOf } from './annotate.ts';

/** What a terminal shows on stdout: one line a binary, then the verdict. The findings themselves are in the log. */
export function summarise({ verdict, findings, judged, ratchet }: PolicyVerdict, file: string): string {
  const rows = judged.map((row) => rowOf(row, findings));
  const counts = [
    plural(countOf(findings, 'error'), 'error'),
    plural(countOf(findings, 'warning'), 'warning'),
    plural(countOf(findings, 'notice'), 'notice'),
  ].filter((count) => count !== '');
  const verdictLine = `${file}: ${verdict}${counts.length === 0 ? ', all rules hold' : ` with ${counts.join(', ')}`}`;
  return [
    ...aligned([HEADER, ...rows]),
    ...(rows.length === 0 ? [] : ['']),
    ...ratchet.map((proposal) => proposed(proposal, file)),
    verdictLine,
  ].join('\n');
}

function proposed({ artifact, metric, from, to, line }: RatchetProposal, file: string): string {
  return `${file}:${line}: ${artifact} could have \`${metric}: { max: ${to / 1024}KiB }\` in place of ${spellBytes(from)}`;
}

const HEADER = ['artifact', 'profile', 'disk', 'level', 'rules'];

function rowOf(
  { artifact, profile = '-', disk, level }: JudgedBinary,
  findings: readonly Finding[],
): string[] {
  const own = findings.filter((finding) => finding.artifact === artifact && finding.severity !== 'notice');
  const rules = own.map(({ rule, severity }) => (severity === 'error' ? rule : `${rule} (warning)`));
  return [artifact, profile, spellBytes(disk), level, rules.length === 0 ? 'hold' : rules.join(', ')];
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  if (rows.length < 2) return [];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function plural(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
