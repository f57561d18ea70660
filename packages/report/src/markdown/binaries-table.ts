import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { countText, deltaText, percentDeltaText, sizeText } from '../text/size-text.ts';
import { markdownCode } from './escape-markdown.ts';
import { row } from './table-row.ts';

/**
 * The table of binaries: at most `limit` rows, those about which there is an error first to stay.
 * Says how many were left out.
 */
export function binariesTable(model: ReportModel, limit: number): string {
  if (model.binaries.length === 0) return '';
  const kept = keptOf(model.binaries, limit);
  const columns = columnsOf(model);
  const lines = [
    row(columns.map((column) => column.title)),
    `|${columns.map((column) => (column.right ? '--:' : ':--')).join('|')}|`,
    ...kept.map((binary) => row(columns.map((column) => column.cell(binary)))),
  ];
  if (model.binaries.length > 1) lines.push(row(columns.map((column) => column.total ?? '')));
  const left = model.binaries.length - kept.length;
  if (left > 0) lines.push('', `_${countText(left, 'more binary', 'more binaries')} not shown here._`);
  return lines.join('\n');
}

function keptOf(binaries: readonly BinaryModel[], limit: number): BinaryModel[] {
  if (binaries.length <= limit) return [...binaries];
  const failing = binaries.filter((binary) => binary.worst === 'error').slice(0, limit);
  const passing = binaries.filter((binary) => binary.worst !== 'error').slice(0, limit - failing.length);
  const kept = new Set([...failing, ...passing]);
  return binaries.filter((binary) => kept.has(binary));
}

interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly total?: string;
  cell(binary: BinaryModel): string;
}

function columnsOf({ totals, binaries, baseline }: ReportModel): Column[] {
  const bold = (text: string): string => `**${text}**`;
  return [
    {
      title: 'Binary',
      total: bold(countText(totals.binaries, 'binary', 'binaries')),
      cell: ({ name, platform, worst }) =>
        `${worst === 'error' ? '❌ ' : worst === 'warning' ? '⚠️ ' : ''}${markdownCode(name, 60)}${platform === undefined ? '' : `<br><sub>${platform}</sub>`}`,
    },
    {
      title: 'Built',
      right: true,
      total: bold(sizeText(totals.size.before)),
      cell: ({ size }) => sizeText(size.before),
    },
    {
      title: 'Shipped',
      right: true,
      total: bold(sizeText(totals.size.after)),
      cell: ({ size }) => sizeText(size.after),
    },
    {
      title: 'Saved',
      right: true,
      total: bold(savedText(totals.size.saved, totals.size.savedPercent)),
      cell: ({ size }) => savedText(size.saved, size.savedPercent),
    },
    ...(baseline === undefined
      ? []
      : [
          {
            title: 'vs. baseline',
            right: true,
            total: bold(deltaText(baseline.delta)),
            cell: ({ baseline: then }: BinaryModel) =>
              then === undefined ? 'new' : `${deltaText(then.delta)} (${percentDeltaText(then.percent)})`,
          },
        ]),
    ...(binaries.some((binary) => binary.wire !== undefined)
      ? [
          {
            title: 'Wire',
            right: true,
            total: totals.wire === undefined ? '' : bold(sizeText(totals.wire.after)),
            cell: ({ wire }: BinaryModel) => (wire === undefined ? '' : sizeText(wire.after)),
          },
        ]
      : []),
    {
      title: 'Level',
      cell: ({ level }) =>
        level.before === level.shown ? `\`${level.shown}\`` : `\`${level.before}\` → \`${level.shown}\``,
    },
    {
      title: 'Proof',
      total: totals.proofs === 0 ? '' : `${totals.proofsHeld} of ${totals.proofs} hold`,
      cell: ({ proof }) =>
        proof === undefined ? '' : `${proof.held}/${proof.claims.length}${proof.holds ? '' : ' ❌'}`,
    },
    {
      title: 'Symbols',
      total: totals.debugFiles === 0 ? '' : `${totals.verified} of ${totals.debugFiles} published`,
      cell: publishedText,
    },
  ];
}

function savedText(saved: number, percent: number): string {
  return saved === 0 ? '' : `${sizeText(saved)} (${percentDeltaText(-percent)})`;
}

function publishedText({ published, debugFile }: BinaryModel): string {
  if (published.some((receipt) => receipt.verified)) return 'published';
  if (published.length > 0) return 'not verified';
  return debugFile === undefined ? '' : 'not published';
}
