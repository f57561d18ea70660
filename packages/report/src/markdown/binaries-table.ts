import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { deltaText, percentDeltaText, sizeText } from '../text/size-text.ts';
import { bold, type Column, keeping, leftOut, nameColumn, tableOf } from './binary-columns.ts';

/** The table of binaries; of as many as asked for, those about which there is an error stay first. Says how many were left out. */
export function binariesTable(model: ReportModel): (limit: number) => string {
  const { binaries } = model;
  const table = tableOf(columnsOf(model));
  const keep = keeping(binaries, [
    ...binaries.filter(({ worst }) => worst === 'error'),
    ...binaries.filter(({ worst }) => worst !== 'error'),
  ]);
  return (limit) => {
    if (binaries.length === 0) return '';
    const kept = keep(limit);
    const left = binaries.length - kept.length;
    return [
      ...table.head,
      ...kept.map(table.line),
      ...(binaries.length > 1 ? [table.total] : []),
      ...(left > 0 ? ['', `_${leftOut(left)}_`] : []),
    ].join('\n');
  };
}

function columnsOf({ totals, binaries, baseline }: ReportModel): Column[] {
  return [
    nameColumn(totals.binaries),
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
