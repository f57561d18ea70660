import type { FindingModel, ReportModel } from '../model/report-model.ts';
import { countText, deltaText, plainText, sizeText } from '../text/size-text.ts';
import { visibleText } from '../text/visible-text.ts';
import { drawTable } from './draw-table.ts';
import { type Paint, paintOf, type Tone } from './paint.ts';
import { wrapText } from './wrap-text.ts';

export interface TerminalOptions {
  /** False for NO_COLOR and for output that is not a terminal. */
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A GitHub runner obeys a log line that starts with `::` or holds `##[`, whichever file name it came from. */
const RUNNER_COMMAND = /^(\s*):(?=:)|##(?=\[)/gm;

/** The report for a terminal: verdict, table of binaries, findings with their next steps, where the symbols are. */
export function renderTerminal(model: ReportModel, options: TerminalOptions): string {
  const width = Math.max(32, Math.floor(options.width));
  const paint = paintOf(options.colour);
  const blocks = [verdictBlock(model, width, paint)];
  if (model.binaries.length > 0) {
    const { text, left } = drawTable(model, width, paint);
    blocks.push(text);
    if (left.length > 0) {
      const note = `Left out at ${width} columns: ${left.join(', ').toLowerCase()}.`;
      blocks.push(paint('soft', wrapText(note, width)));
    }
  }
  if (model.images.length > 0) blocks.push(imagesBlock(model, width));
  if (model.findings.length > 0) {
    blocks.push(model.findings.map((finding) => findingBlock(finding, width, paint)).join('\n'));
  }
  const symbols = symbolsBlock(model, width, paint);
  if (symbols !== '') blocks.push(symbols);
  const commands = commandsBlock(model, paint);
  if (commands !== '') blocks.push(commands);
  return `${blocks.join('\n\n').replace(RUNNER_COMMAND, spelledOut)}\n`;
}

function spelledOut(start: string, indent: string | undefined): string {
  return indent === undefined ? start.replaceAll('#', '\\u{23}') : `${indent}\\u{3a}`;
}

const VERDICT_MARKS = { pass: ['✓', 'good'], fail: ['✗', 'bad'], unjudged: ['•', 'soft'] } as const;
const FINDING_MARKS = { error: ['✗', 'bad'], warning: ['!', 'warn'], notice: ['•', 'soft'] } as const;

function verdictBlock(model: ReportModel, width: number, paint: Paint): string {
  const [mark, tone] = VERDICT_MARKS[model.verdict];
  const lines = wrapText(
    `${mark} ${plainText(visibleText(model.sentence.replaceAll('\u00a0', ' ')))}`,
    width,
    '  ',
  );
  return lines.replace(mark, paint(tone, mark));
}

function imagesBlock({ images }: ReportModel, width: number): string {
  const moved = (delta: number | undefined): string =>
    delta === undefined || delta === 0 ? '' : ` (${plainText(deltaText(delta))})`;
  return images
    .map(({ artifact, wire, size, waste, layers, baseline }) => {
      const count = layers.filter(({ is }) => is !== 'gone').length;
      const told = `${visibleText(artifact)}: ${sizeText(wire)} pulled${moved(baseline?.wireDelta)}, ${sizeText(size)} unpacked${moved(baseline?.sizeDelta)}, ${sizeText(waste)} wasted${moved(baseline?.wasteDelta)}, ${countText(count, 'layer')}`;
      return wrapText(plainText(told), width, '  ');
    })
    .join('\n');
}

function findingBlock(finding: FindingModel, width: number, paint: Paint): string {
  const [mark, tone]: readonly [string, Tone] = FINDING_MARKS[finding.severity];
  const rule = visibleText(finding.rule);
  const indent = ' '.repeat(4);
  const head = `${mark} ${rule} ${visibleText(finding.artifact)}: ${visibleText(finding.message)}`;
  const place = finding.at === undefined ? '' : ` (${visibleText(finding.at.file)}:${finding.at.line})`;
  const told = wrapText(head, width, indent).replace(`${mark} ${rule}`, paint(tone, `${mark} ${rule}`));
  return `${told}\n${paint('soft', wrapText(`  → ${visibleText(finding.next)}${place}`, width, indent))}`;
}

function symbolsBlock(model: ReportModel, width: number, paint: Paint): string {
  const stores = new Map<string, number>();
  for (const binary of model.binaries) {
    for (const receipt of binary.published) {
      if (receipt.verified) stores.set(receipt.store, (stores.get(receipt.store) ?? 0) + 1);
    }
  }
  const lines = [...stores].map(([store, count]) =>
    wrapText(
      `✓ ${countText(count, 'debug file')} in ${visibleText(store)}, read back and compared`,
      width,
      '  ',
    ).replace('✓', paint('good', '✓')),
  );
  if (lines.length === 0) return '';
  const stored = plainText(sizeText(model.totals.storedBytes));
  return [
    ...lines,
    paint('soft', `  ${stored} stored for ${plainText(sizeText(model.totals.debugBytes))} of debug files`),
  ].join('\n');
}

function commandsBlock(model: ReportModel, paint: Paint): string {
  const binary = model.binaries.find(
    (binary) => binary.commands.length > 0 && binary.published.some((receipt) => receipt.verified),
  );
  if (binary === undefined) return '';
  const lines = binary.commands.flatMap((command) => [
    paint('soft', `# ${command.label.toLowerCase()}`),
    ...command.command.split('\n'),
  ]);
  return [
    `Debug ${paint('strong', visibleText(binary.name))} from its published symbols:`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}
