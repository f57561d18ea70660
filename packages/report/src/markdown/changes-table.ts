import { hasMoved } from '../model/movement.ts';
import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { countText, deltaText, percentDeltaText, percentText, sizeText } from '../text/size-text.ts';
import { markdownCode } from './escape-markdown.ts';
import { row } from './table-row.ts';

/** From this many binaries on, those that neither moved nor fail are only counted. */
const ALL_UP_TO = 12;

/**
 * What each binary costs, at most `limit` rows: failing ones first to stay, then the largest moves. Unmoved ones are
 * counted where there are many.
 */
export function changesTable(model: ReportModel, limit: number): string {
  const { binaries } = model;
  if (binaries.length === 0) return '';
  const telling = binaries.length <= ALL_UP_TO ? binaries : binaries.filter(isTelling);
  const kept = keptOf(telling, limit);
  const columns = columnsOf(model);
  const lines =
    kept.length === 0
      ? []
      : [
          row(columns.map(({ title }) => title)),
          `|${columns.map(({ right }) => (right === true ? '--:' : ':--')).join('|')}|`,
          ...kept.map((binary) => row(columns.map(({ cell }) => cell(binary)))),
          ...(kept.length > 1 || telling.length > 1 ? [row(columns.map(({ total }) => total ?? ''))] : []),
        ];
  const unmoved = binaries.length - telling.length;
  const left = telling.length - kept.length;
  const notes = [
    ...(left > 0 ? [`${countText(left, 'more binary', 'more binaries')} not shown here.`] : []),
    ...(unmoved > 0 ? [`${countText(unmoved, 'binary', 'binaries')} did not move.`] : []),
  ];
  return [...lines, ...(notes.length === 0 ? [] : ['', `_${notes.join(' ')}_`])].join('\n').trim();
}

function isTelling(binary: BinaryModel): boolean {
  const { worst, baseline } = binary;
  return worst === 'error' || worst === 'warning' || baseline === undefined || hasMoved(binary);
}

function keptOf(binaries: readonly BinaryModel[], limit: number): BinaryModel[] {
  if (binaries.length <= limit) return [...binaries];
  const weight = (binary: BinaryModel): number =>
    binary.worst === 'error' ? Number.POSITIVE_INFINITY : Math.abs(binary.baseline?.delta ?? 0);
  const heaviest = new Set(binaries.toSorted((a, b) => weight(b) - weight(a)).slice(0, limit));
  return binaries.filter((binary) => heaviest.has(binary));
}

interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly total?: string;
  cell(binary: BinaryModel): string;
}

function columnsOf({ totals, binaries, baseline }: ReportModel): Column[] {
  const bold = (text: string): string => `**${text}**`;
  const having = (has: (binary: BinaryModel) => boolean, column: Column): Column[] =>
    binaries.some(has) ? [column] : [];
  return [
    {
      title: 'Binary',
      total: bold(countText(totals.binaries, 'binary', 'binaries')),
      cell: ({ name, platform, worst }) =>
        `${worst === 'error' ? '❌ ' : worst === 'warning' ? '⚠️ ' : ''}${markdownCode(name, 60)}${platform === undefined ? '' : `<br><sub>${markdownCode(platform, 40)}</sub>`}`,
    },
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
