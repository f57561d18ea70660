import type { ModuleMove, PackageChange, ReportModel } from '../model/report-model.ts';
import { unlikeOf } from '../model/unlike.ts';
import { countText, deltaText } from '../text/size-text.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';

const SHOWN = 8;
/** Packages below this moved by layout, not by a change. */
const LEAST = 1024;

/** Another way to build; modules that have another version, beside what their packages grew or shrank by; then packages of no such module. */
export function causesList(model: ReportModel): string {
  const { baseline, binaries } = model;
  if (baseline === undefined) return '';
  const deltas = packageDeltas(binaries.flatMap(({ packages }) => packages?.rows ?? []));
  const ofModule = (path: string): number =>
    [...deltas].reduce((sum, [, { module, delta }]) => (module === path ? sum + delta : sum), 0);
  const moves = baseline.modules
    .map((move) => ({ move, delta: ofModule(move.path) }))
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta));
  const moved = new Set(baseline.modules.map(({ path }) => path));
  const others = [...deltas]
    .filter(([, { module, delta }]) => !moved.has(module ?? '') && Math.abs(delta) >= LEAST)
    .sort(([, a], [, b]) => Math.abs(b.delta) - Math.abs(a.delta));
  const lines = [
    ...unlikeOf(model).map(({ what, message }) => `- ${what}: ${markdownText(message, 200)}`),
    ...moves.map(({ move, delta }) => `- ${moveText(move)}${delta === 0 ? '' : `: ${deltaText(delta)}`}`),
    ...others.map(([path, { delta }]) => `- package ${markdownCode(path, 80)}: ${deltaText(delta)}`),
  ];
  if (lines.length === 0) return '';
  const left = lines.length - SHOWN;
  const more = left > 0 ? ['', `_${countText(left, 'more change')}; the full report has them._`] : [];
  return ['#### Likely causes', '', ...lines.slice(0, SHOWN), ...more].join('\n');
}

function packageDeltas(rows: readonly PackageChange[]): Map<string, { module?: string; delta: number }> {
  const deltas = new Map<string, { module?: string; delta: number }>();
  for (const { path, module, before, after } of rows) {
    if (before === undefined || before === after) continue;
    const delta = (deltas.get(path)?.delta ?? 0) + after - before;
    deltas.set(path, module === undefined ? { delta } : { module, delta });
  }
  return deltas;
}

function moveText({ path, from, to }: ModuleMove): string {
  const module = markdownCode(path, 80);
  if (from === undefined) return `module ${module} is new (${markdownCode(to ?? '', 40)})`;
  if (to === undefined) return `module ${module} is gone`;
  return `module ${module} ${markdownCode(from, 40)} → ${markdownCode(to, 40)}`;
}
