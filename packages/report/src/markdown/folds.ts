import { PART_KEYS, PART_TITLES } from '../model/change.ts';
import type { CapabilityMatrix, CapabilityRow, Holds, ReportModel } from '../model/report-model.ts';
import { countText, deltaText, percentText, sizeText } from '../text/size-text.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { fold, row } from './table-row.ts';

const HOLDS: Readonly<Record<Holds, string>> = { yes: '✅ yes', partly: '🟡 partly', no: '❌ no' };

/** What a person can do: built, shipped, shipped with the debug file. */
export function capabilitiesFold({ capabilities, totals }: ReportModel): string {
  const tables = capabilities.map((matrix) =>
    capabilities.length === 1
      ? matrixTable(matrix)
      : `${namesOf(matrix.binaries, totals.binaries)}:\n\n${matrixTable(matrix)}`,
  );
  return tables.length === 0 ? '' : fold('What you can still do with them', tables.join('\n\n'));
}

function matrixTable({ rows, published }: CapabilityMatrix): string {
  const joined = rows.some((cells) => cells.withDebug !== undefined);
  const head = [
    'You can…',
    'Built',
    'Shipped',
    ...(joined ? [published ? 'With published symbols' : 'With the debug file'] : []),
    'Why',
  ];
  return [
    row(head),
    `|${head.map(() => ':--').join('|')}|`,
    ...rows.map((cells) =>
      row([
        markdownText(cells.title),
        HOLDS[cells.before.holds],
        HOLDS[cells.shipped.holds],
        ...(joined ? [cells.withDebug === undefined ? '' : HOLDS[cells.withDebug.holds]] : []),
        markdownText(reasonOf(cells), 200),
      ]),
    ),
  ].join('\n');
}

/** Why the last answer is not yes; nothing where all is well. */
function reasonOf({ shipped, withDebug }: CapabilityRow): string {
  const lacking = [withDebug, shipped].find((cell) => cell !== undefined && cell.holds !== 'yes');
  return lacking?.reason ?? '';
}

/** Parts of all binaries, built and shipped, and the sections that left. */
export function bytesFold({ totals, binaries }: ReportModel): string {
  const { parts } = totals;
  if (parts === undefined) return '';
  const built = totals.size.before;
  const lines = [
    row(['Part', 'Built', 'Shipped', 'Change', 'Share of built']),
    '|:--|--:|--:|--:|:--|',
    ...PART_KEYS.map((key) =>
      row([
        PART_TITLES[key],
        sizeText(parts.before[key]),
        sizeText(parts.after[key]),
        deltaText(parts.after[key] - parts.before[key]),
        `\`${textBar(built === 0 ? 0 : parts.after[key] / built, built === 0 ? 0 : parts.before[key] / built)}\``,
      ]),
    ),
    row([
      '**total**',
      sizeText(built),
      sizeText(totals.size.after),
      deltaText(-totals.size.saved),
      percentText(built === 0 ? 0 : (totals.size.after / built) * 100),
    ]),
  ];
  const gone = new Map<string, number>();
  for (const section of binaries.flatMap((binary) => binary.sections)) {
    const moved = section.before - section.after;
    if (moved > 0) gone.set(section.name, (gone.get(section.name) ?? 0) + moved);
  }
  const largest = [...gone].sort((a, b) => b[1] - a[1]).slice(0, 8);
  if (largest.length > 0) {
    lines.push(
      '',
      `Left the shipped files: ${largest.map(([name, bytes]) => `${markdownCode(name)} ${sizeText(bytes)}`).join(', ')}.`,
    );
  }
  return fold('Where the bytes went', lines.join('\n'));
}

/** `████▒▒▒▒············`: what stays, what left, out of twenty. */
function textBar(stays: number, was: number): string {
  const full = Math.round(stays * 20);
  const gone = Math.max(0, Math.round(was * 20) - full);
  return `${'█'.repeat(full)}${'▒'.repeat(gone)}${'·'.repeat(Math.max(0, 20 - full - gone))}`;
}

/** The claims of each split proof; of many binaries only how many held. */
export function proofFold({ binaries, totals }: ReportModel): string {
  const proven = binaries.flatMap((binary) =>
    binary.proof === undefined ? [] : [{ name: binary.name, proof: binary.proof }],
  );
  if (proven.length === 0) return '';
  const body =
    proven.length <= 4
      ? proven.map(({ name, proof }) =>
          [
            `${markdownCode(name)}`,
            '',
            ...proof.claims.map(
              (claim) =>
                `${claim.point}. ${claim.holds ? '✅' : '❌'} **${markdownText(claim.id)}** ${markdownText(claim.detail)}`,
            ),
          ].join('\n'),
        )
      : [
          [
            row(['Binary', 'Claims held', 'First that does not']),
            '|:--|--:|:--|',
            ...proven.map(({ name, proof }) =>
              row([
                markdownCode(name),
                `${proof.held} of ${proof.claims.length}`,
                markdownText(proof.claims.find((claim) => !claim.holds)?.detail ?? '', 200),
              ]),
            ),
          ].join('\n'),
        ];
  return fold(
    `Split proof: ${totals.proofsHeld} of ${totals.proofs} ${totals.proofs === 1 ? 'holds' : 'hold'}`,
    body.join('\n\n'),
  );
}

/** Build IDs and where the symbols of each are. */
export function buildIdsFold({ binaries }: ReportModel): string {
  if (binaries.length === 0) return '';
  const lines = binaries.map(({ name, buildIds, published }) =>
    row([
      markdownCode(name),
      buildIds.after.gnu === undefined ? 'none' : markdownCode(buildIds.after.gnu),
      buildIds.after.constant === undefined ? '' : `⚠️ ${markdownText(buildIds.after.constant, 200)}`,
      published.map((receipt) => markdownCode(receipt.store)).join('<br>'),
    ]),
  );
  return fold(
    'Build IDs',
    [row(['Binary', 'GNU build ID', 'Caution', 'Symbols in']), '|:--|:--|:--|:--|', ...lines].join('\n'),
  );
}

function namesOf(names: readonly string[], all: number): string {
  if (names.length === all) return 'All binaries';
  const shown = names
    .slice(0, 6)
    .map((name) => markdownCode(name))
    .join(', ');
  return names.length > 6 ? `${shown} and ${countText(names.length - 6, 'more', 'more')}` : shown;
}
