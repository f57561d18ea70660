import type { BinaryModel } from '../model/report-model.ts';
import { countText } from '../text/size-text.ts';
import { markdownCode } from './escape-markdown.ts';
import { row } from './table-row.ts';

/** One column of a table of binaries; its cells are Markdown. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** In the last row. */
  readonly total?: string;
  cell(binary: BinaryModel): string;
}

export const bold = (text: string): string => `**${text}**`;

/** Name and platform, marked by the worst that was found about it. */
export function nameColumn(count: number): Column {
  return {
    title: 'Binary',
    total: bold(countText(count, 'binary', 'binaries')),
    cell: ({ name, platform, worst }) =>
      `${worst === 'error' ? '❌ ' : worst === 'warning' ? '⚠️ ' : ''}${markdownCode(name, 60)}${platform === undefined ? '' : `<br><sub>${markdownCode(platform, 40)}</sub>`}`,
  };
}

/** Head and rows of a table; each row is written once, however often it is asked for. */
export function tableOf(columns: readonly Column[]): {
  readonly head: readonly string[];
  line(binary: BinaryModel): string;
  readonly total: string;
} {
  const written = new Map<BinaryModel, string>();
  return {
    head: [
      row(columns.map(({ title }) => title)),
      `|${columns.map(({ right }) => (right === true ? '--:' : ':--')).join('|')}|`,
    ],
    line: (binary) => {
      const known = written.get(binary);
      if (known !== undefined) return known;
      const fresh = row(columns.map(({ cell }) => cell(binary)));
      written.set(binary, fresh);
      return fresh;
    },
    total: row(columns.map(({ total }) => total ?? '')),
  };
}

/** Gives the first `limit` of `ranked`, in the order of `shown`. */
export function keeping(
  shown: readonly BinaryModel[],
  ranked: readonly BinaryModel[],
): (limit: number) => readonly BinaryModel[] {
  const rank = new Map(ranked.map((binary, at) => [binary, at]));
  return (limit) =>
    shown.length <= limit ? shown : shown.filter((binary) => (rank.get(binary) ?? limit) < limit);
}

export function leftOut(left: number): string {
  return `${countText(left, 'more binary', 'more binaries')} not shown here.`;
}
