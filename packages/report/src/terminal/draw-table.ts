import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { ReportModel } from '../model/report-model.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Paint } from './paint.ts';
import { type Cell, type Column, columnsOf } from './table-columns.ts';

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * The table of binaries, or a list of them where even the columns that must stay are too wide. Names the columns that
 * were left out for want of room.
 */
export function drawTable(model: ReportModel, width: number, paint: Paint): { text: string; left: string[] } {
  let columns = columnsOf(model, width);
  const left: string[] = [];
  for (;;) {
    const text = drawColumns(model, columns, paint);
    if (widthOf(text) <= width) return { text, left };
    const spare = columns.reduce((a, b) => (b.spare > a.spare ? b : a));
    if (spare.spare === 0) return { text: drawList(model, width, paint), left: [] };
    left.push(spare.title);
    columns = columns.filter((column) => column !== spare);
  }
}

function drawColumns(model: ReportModel, columns: readonly Column[], paint: Paint): string {
  const table = new Table({
    chars: NO_FRAME,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: columns.map((column) => column.align),
    head: columns.map((column) => paint('title', column.title)),
  });
  const painted = (cell: Cell | undefined): string => (cell === undefined ? '' : paint(cell.tone, cell.text));
  for (const binary of model.binaries) table.push(columns.map((column) => painted(column.cell(binary))));
  if (model.binaries.length > 1) table.push(columns.map((column) => painted(column.total?.(model))));
  const lines = table.toString().split('\n');
  const rule = paint('soft', '─'.repeat(widthOf(lines[0] ?? '')));
  lines.splice(1, 0, rule);
  if (model.binaries.length > 1) lines.splice(-1, 0, rule);
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Columns: the head line is ASCII, and the table pads all lines to its width. */
function widthOf(text: string): number {
  return Math.max(
    ...text
      .split('\n')
      .slice(0, 2)
      .map((line) => stripVTControlCharacters(line).length),
  );
}

function drawList(model: ReportModel, width: number, paint: Paint): string {
  const columns = columnsOf(model, width).slice(1);
  const label = Math.max(...columns.map((column) => column.title.length)) + 2;
  return model.binaries
    .map((binary) =>
      [
        paint('strong', visibleText(binary.name)),
        ...columns.map((column) => {
          const cell = column.cell(binary);
          return `  ${paint('soft', column.title.padEnd(label))}${paint(cell.tone, cell.text)}`;
        }),
      ].join('\n'),
    )
    .join('\n');
}
