import { PART_KEYS, PART_TITLES } from '../model/change.ts';
import type { ReportModel } from '../model/report-model.ts';
import { deltaText, sizeText } from '../text/size-text.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { fold, row } from './table-row.ts';

const BINARIES_SHOWN = 20;

/** Each change decomposed into parts; a row sums to its total exactly. */
export function partsChanges({ binaries, baseline }: ReportModel): string {
  const rows = binaries
    .flatMap(({ name, baseline: then }) =>
      then?.parts === undefined || then.delta === 0 ? [] : [{ name, delta: then.delta, parts: then.parts }],
    )
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
  if (baseline === undefined || rows.length === 0) return '';
  const keys = PART_KEYS.filter((key) =>
    rows.some(({ parts }) => parts.some(({ part, delta }) => part === key && delta !== 0)),
  );
  const head = ['Binary', ...keys.map((key) => PART_TITLES[key]), 'all'];
  const lines = rows.slice(0, BINARIES_SHOWN).map(({ name, delta, parts }) => {
    const by = new Map(parts.map(({ part, delta: moved }) => [part, moved]));
    const cells = keys.map((key) => ((by.get(key) ?? 0) === 0 ? '' : deltaText(by.get(key) ?? 0)));
    return row([markdownCode(name, 60), ...cells, `**${deltaText(delta)}**`]);
  });
  const more = rows.length > BINARIES_SHOWN ? `\n\n_${rows.length - BINARIES_SHOWN} more._` : '';
  return fold(
    'Where the bytes went',
    `${[
      row(head),
      `|:--|${head
        .slice(1)
        .map(() => '--:')
        .join('|')}|`,
      ...lines,
    ].join('\n')}${more}`,
  );
}

/** What a person can do with the shipped files, where the change moved it; empty where it moved nothing. */
export function capabilityChanges({ capabilityChanges: changes }: ReportModel): string {
  if (changes.length === 0) return '';
  const lines = changes
    .slice(0, BINARIES_SHOWN)
    .map(({ binary, title, before, after, reason }) =>
      row([
        markdownCode(binary, 60),
        markdownText(title),
        HOLDS[before],
        HOLDS[after],
        markdownText(reason, 200),
      ]),
    );
  const head = [row(['Binary', 'You can…', 'Before', 'Now', 'Why']), '|:--|:--|:--|:--|:--|'];
  return fold('What you can do with them now', [...head, ...lines].join('\n'));
}

const HOLDS = { yes: '✅ yes', partly: '🟡 partly', no: '❌ no' } as const;
const STRIPS = { none: 'nothing stripped', dwarf: 'debug info stripped', all: 'all stripped' } as const;

/** The same commit under each strip mode. */
export function whatIfFold({ binaries }: ReportModel): string {
  const measured = binaries.filter(({ whatIf }) => whatIf !== undefined);
  if (measured.length === 0) return '';
  const modes = ['none', 'dwarf', 'all'] as const;
  const cell = (size: { disk: number; wire?: number } | undefined, now: boolean): string => {
    if (size === undefined) return '';
    const text = `${sizeText(size.disk)}${size.wire === undefined ? '' : `<br><sub>${sizeText(size.wire)} wire</sub>`}`;
    return now ? `**${text}**` : text;
  };
  const lines = measured.slice(0, BINARIES_SHOWN).map(({ name, whatIf, strip }) =>
    row([
      markdownCode(name, 60),
      ...modes.map((mode) =>
        cell(
          whatIf?.find((size) => size.strip === mode),
          mode === strip,
        ),
      ),
    ]),
  );
  return fold(
    'What if it were stripped otherwise',
    [row(['Binary', ...modes.map((mode) => STRIPS[mode])]), '|:--|--:|--:|--:|', ...lines].join('\n'),
  );
}
