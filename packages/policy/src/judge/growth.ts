import type { Increase, Noise, Stated } from '../file/policy.ts';
import type { Draft } from './case.ts';
import { spellBytes, spellPercent } from './spell-bytes.ts';

export interface GrowthLimit {
  readonly rule: 'SZ002' | 'SZ003';
  readonly severity: Draft['severity'];
  /** Words after the growth: `on disk`. */
  readonly where: string;
  readonly allowed: Stated<Increase>;
  readonly noise: Noise;
  readonly next: string;
}

/** One finding where a size grew by more than is allowed, and by more than noise. Bytes. */
export function judgeGrowth(then: number, now: number, limit: GrowthLimit): readonly Draft[] {
  const { rule, severity, where, allowed, noise, next } = limit;
  const bytes = now - then;
  if (isNoiseOrLess(bytes, then, noise) || !isTooMuch(bytes, then, allowed.value)) return [];
  const words = spellIncrease(allowed.value);
  return [
    {
      rule,
      severity,
      message: `Grew by ${spellGrowth(bytes, then)} ${where}, from ${spellBytes(then)} to ${spellBytes(now)}; allowed: ${words}.`,
      measured: spellGrowth(bytes, then),
      limit: words,
      next,
      line: allowed.line,
    },
  ];
}

/** What shrank never grew too much. */
function isNoiseOrLess(bytes: number, then: number, noise: Noise): boolean {
  return bytes <= noise.bytes || bytes <= (then * noise.percent) / 100;
}

function isTooMuch(bytes: number, then: number, allowed: Increase): boolean {
  const over: boolean[] = [];
  if (allowed.bytes !== undefined) over.push(bytes > allowed.bytes);
  if (allowed.percent !== undefined) over.push(bytes > (then * allowed.percent) / 100);
  return allowed.when === 'all' ? over.every(Boolean) : over.some(Boolean);
}

function spellGrowth(bytes: number, then: number): string {
  return then === 0 ? spellBytes(bytes) : `${spellBytes(bytes)} (${spellPercent((bytes / then) * 100)})`;
}

export function spellIncrease({ bytes, percent, when }: Increase): string {
  const limits = [
    ...(bytes === undefined ? [] : [spellBytes(bytes)]),
    ...(percent === undefined ? [] : [spellPercent(percent)]),
  ];
  if (limits.length < 2) return limits.join('');
  return `${limits.join(' or ')}, whichever is ${when === 'all' ? 'more' : 'less'}`;
}
