import { levelWords } from '../model/published-level.ts';
import type { ReportModel } from '../model/report-model.ts';
import { countText, deltaText, percentText, sizeText } from '../text/size-text.ts';
import { html, type Insertable, type Markup } from './markup.ts';

/** Four figures that say it all: shipped size, saved, symbols published, level. */
export function cardsSection(model: ReportModel): Markup | undefined {
  if (model.totals.binaries === 0) return undefined;
  return html`<section aria-labelledby="figures"><h2 id="figures" class="unseen">Figures</h2>
<dl class="cards">${shipped(model)}${saved(model)}${published(model)}${level(model)}</dl></section>`;
}

function card(
  title: string,
  figure: Insertable,
  note: Insertable,
  tone: 'plain' | 'good' | 'warn' = 'plain',
): Markup {
  return html`<div class="card ${tone}"><dt>${title}</dt><dd class="figure">${figure}</dd><dd class="note">${note}</dd></div>`;
}

/** `14.1 MiB` with the unit set smaller. */
function figureOf(text: string): Markup {
  const [number, unit] = text.split('\u00a0');
  return html`${number}${unit !== undefined && html`<small>${`\u00a0${unit}`}</small>`}`;
}

function shipped({ totals, baseline }: ReportModel): Markup {
  const note = [
    ...(totals.wire === undefined ? [] : [`${sizeText(totals.wire.after)} on the wire`]),
    ...(baseline === undefined || baseline.compared === 0
      ? []
      : [`${deltaText(baseline.delta)} vs. baseline`]),
    ...(totals.wire === undefined && baseline === undefined
      ? [countText(totals.binaries, 'binary', 'binaries')]
      : []),
  ];
  return card('Shipped size', figureOf(sizeText(totals.size.after)), note.join(', '));
}

function saved({ totals }: ReportModel): Markup {
  if (totals.split === 0) return card('Saved', '–', 'not split');
  return card(
    'Saved',
    figureOf(sizeText(totals.size.saved)),
    `${percentText(totals.size.savedPercent)} of ${sizeText(totals.size.before)}`,
    totals.size.saved > 0 ? 'good' : 'plain',
  );
}

function published({ totals }: ReportModel): Markup {
  if (totals.debugFiles === 0) return card('Symbols published', '–', 'no debug files');
  const all = totals.verified === totals.debugFiles;
  const note =
    totals.published === 0
      ? 'nothing is in a store yet'
      : `${sizeText(totals.storedBytes)} stored, read back and compared`;
  return card(
    'Symbols published',
    html`${totals.verified} <small>of ${totals.debugFiles}</small>`,
    all || totals.verified > 0 ? note : totals.published === 0 ? note : 'published, not read back',
    all ? 'good' : 'warn',
  );
}

function level({ totals }: ReportModel): Markup {
  const [first, ...others] = totals.levels;
  if (first === undefined) return card('Level', '–', '');
  const change =
    first.before === first.after
      ? html`${first.after}`
      : html`<small>${first.before}\u00a0→</small>\u00a0${first.after}`;
  const note =
    others.length === 0
      ? levelWords(first.after)
      : [
          `${first.count} of ${totals.binaries}`,
          ...others.slice(0, 2).map((row) => `${row.before} → ${row.after}: ${row.count}`),
        ].join('; ');
  return card('Level', change, note);
}
