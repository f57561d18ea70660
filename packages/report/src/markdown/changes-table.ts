import { hasMoved } from '../model/movement.ts';
import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { countText, deltaText, percentDeltaText, percentText, sizeText } from '../text/size-text.ts';
import { bold, type Column, keeping, leftOut, nameColumn, tableOf } from './binary-columns.ts';
import { markdownCode } from './escape-markdown.ts';

/** From this many binaries on, those that neither moved nor fail are only counted. */
const ALL_UP_TO = 12;

/**
 * What each binary costs; of as many rows as asked for, failing ones stay first, then the largest moves. Unmoved ones are
 * counted where there are many.
 */
export function changesTable(model: ReportModel): (limit: number) => string {
  const { binaries } = model;
  const telling = binaries.length <= ALL_UP_TO ? binaries : binaries.filter(isTelling);
  const table = tableOf(columnsOf(model));
  const keep = keeping(
    telling,
    telling.toSorted((a, b) => weight(b) - weight(a)),
  );
  const unmoved = binaries.length - telling.length;
  return (limit) => {
    const kept = keep(limit);
    const left = telling.length - kept.length;
    const notes = [
      ...(left > 0 ? [leftOut(left)] : []),
      ...(unmoved > 0 ? [`${countText(unmoved, 'binary', 'binaries')} did not move.`] : []),
    ];
    return [
      ...(kept.length === 0 ? [] : [...table.head, ...kept.map(table.line)]),
      ...(kept.length > 0 && telling.length > 1 ? [table.total] : []),
      ...(notes.length === 0 ? [] : ['', `_${notes.join(' ')}_`]),
    ]
      .join('\n')
      .trim();
  };
}

function weight({ worst, baseline }: BinaryModel): number {
  return worst === 'error' ? Number.POSITIVE_INFINITY : Math.abs(baseline?.delta ?? 0);
}

function isTelling(binary: BinaryModel): boolean {
  const { worst, baseline } = binary;
  return worst === 'error' || worst === 'warning' || baseline === undefined || hasMoved(binary);
}

function columnsOf({ totals, binaries, baseline }: ReportModel): Column[] {
  const having = (has: (binary: BinaryModel) => boolean, column: Column): Column[] =>
    binaries.some(has) ? [column] : [];
  return [
    nameColumn(totals.binaries),
    ...having(({ profile }) => profile !== undefined, {
      title: 'Profile',
      cell: ({ profile }) => (profile === undefined ? '' : markdownCode(profile, 30)),
    }),
    {
      title: 'Disk',
      right: true,
      total: bold(sizeText(totals.size.after)),
      cell: ({ size }) => sizeText(size.after),
    },
    ...(baseline === undefined
      ? []
      : [
          {
            title: 'Change',
            right: true,
            total: bold(deltaText(baseline.delta)),
            cell: ({ baseline: then }: BinaryModel) =>
              then === undefined
                ? 'new'
                : `${deltaText(then.delta)}<br><sub>${percentDeltaText(then.percent)}</sub>`,
          },
        ]),
    ...having(({ wire }) => wire !== undefined, {
      title: 'Wire',
      right: true,
      total: totals.wire === undefined ? '' : bold(sizeText(totals.wire.after)),
      cell: ({ wire, baseline: then }) =>
        wire === undefined
          ? ''
          : `${sizeText(wire.after)}${then?.wireDelta === undefined ? '' : `<br><sub>${deltaText(then.wireDelta)}</sub>`}`,
    }),
    ...having(({ limits }) => limits?.disk !== undefined, { title: 'Budget', cell: budgetCell }),
    {
      title: 'Level',
      cell: ({ level, baseline: then }) => {
        const { before, after } = then?.levels ?? { before: level.shown, after: level.shown };
        return before === after ? `\`${after}\`` : `\`${before}\` → **\`${after}\`**`;
      },
    },
  ];
}

const BAR = 10;

/** How much of the budget is used, drawn and in figures. */
function budgetCell({ size, limits }: BinaryModel): string {
  const max = limits?.disk;
  if (max === undefined) return '';
  const used = max === 0 ? 1 : size.after / max;
  const full = Math.min(BAR, Math.round(used * BAR));
  return `\`${'█'.repeat(full)}${'░'.repeat(BAR - full)}\`<br><sub>${percentText(used * 100)} of\u00a0${sizeText(max)}</sub>`;
}
