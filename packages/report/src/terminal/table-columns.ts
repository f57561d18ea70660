import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { deltaText, percentDeltaText, plainText, sizeText } from '../text/size-text.ts';
import { middleCut, visibleText } from '../text/visible-text.ts';
import type { Tone } from './paint.ts';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns with a higher number are left out first when the terminal is narrow; 0 stays. */
  readonly spare: number;
  cell(binary: BinaryModel): Cell;
  /** The cell of the row that sums up; absent: empty. */
  total?(model: ReportModel): Cell;
}

/** Columns for this model at this width; `wire` and `baseline` only where they were measured. */
export function columnsOf(model: ReportModel, width: number): Column[] {
  const columns: Column[] = [nameColumn(Math.max(12, Math.floor(width * 0.28))), BUILT, SHIPPED, SAVED];
  if (model.binaries.some((binary) => binary.baseline !== undefined)) columns.push(BASELINE);
  if (model.binaries.some((binary) => binary.wire !== undefined)) columns.push(WIRE);
  columns.push(LEVEL, PROOF, PUBLISHED);
  return columns;
}

const size = (bytes: number): string => plainText(sizeText(bytes));

function nameColumn(limit: number): Column {
  return {
    title: 'Binary',
    align: 'left',
    spare: 0,
    cell: (binary) => ({ text: middleCut(visibleText(binary.name), limit), tone: 'strong' }),
    total: (model) => ({ text: `${model.totals.binaries} binaries`, tone: 'soft' }),
  };
}

const BUILT: Column = {
  title: 'Built',
  align: 'right',
  spare: 3,
  cell: (binary) => ({ text: size(binary.size.before), tone: 'soft' }),
  total: (model) => ({ text: size(model.totals.size.before), tone: 'soft' }),
};

const SHIPPED: Column = {
  title: 'Shipped',
  align: 'right',
  spare: 0,
  cell: (binary) => ({ text: size(binary.size.after) }),
  total: (model) => ({ text: size(model.totals.size.after) }),
};

const SAVED: Column = {
  title: 'Saved',
  align: 'right',
  spare: 0,
  cell: (binary) => savedCell(binary.size.saved, binary.size.savedPercent),
  total: (model) => savedCell(model.totals.size.saved, model.totals.size.savedPercent),
};

const BASELINE: Column = {
  title: 'vs. baseline',
  align: 'right',
  spare: 1,
  cell: ({ baseline }) =>
    baseline === undefined
      ? { text: 'new', tone: 'soft' }
      : {
          text: plainText(`${deltaText(baseline.delta)} (${percentDeltaText(baseline.percent)})`),
          ...(baseline.delta > 0 ? { tone: 'warn' as const } : {}),
        },
  total: ({ baseline }) => ({ text: baseline === undefined ? '' : plainText(deltaText(baseline.delta)) }),
};

const WIRE: Column = {
  title: 'Wire',
  align: 'right',
  spare: 5,
  cell: ({ wire }) => (wire === undefined ? { text: '-', tone: 'soft' } : { text: size(wire.after) }),
  total: ({ totals }) => ({ text: totals.wire === undefined ? '' : size(totals.wire.after) }),
};

const LEVEL: Column = {
  title: 'Level',
  align: 'left',
  spare: 0,
  cell: ({ level }) => ({
    text: level.before === level.shown ? level.shown : `${level.before} → ${level.shown}`,
  }),
};

const PROOF: Column = {
  title: 'Proof',
  align: 'left',
  spare: 4,
  cell: ({ proof }) => {
    if (proof === undefined) return { text: '-', tone: 'soft' };
    const text = `${proof.held}/${proof.claims.length}`;
    return proof.holds ? { text, tone: 'good' } : { text: `${text} broken`, tone: 'bad' };
  },
};

const PUBLISHED: Column = {
  title: 'Symbols',
  align: 'left',
  spare: 2,
  cell: ({ published, debugFile }) => {
    if (published.some((receipt) => receipt.verified)) return { text: 'published', tone: 'good' };
    if (published.length > 0) return { text: 'unverified', tone: 'warn' };
    return debugFile === undefined ? { text: '-', tone: 'soft' } : { text: 'not published', tone: 'warn' };
  },
};

function savedCell(saved: number, percent: number): Cell {
  if (saved === 0) return { text: '-', tone: 'soft' };
  const text = plainText(`${size(saved)} (${percentDeltaText(-percent)})`);
  return { text, tone: saved > 0 ? 'good' : 'warn' };
}
