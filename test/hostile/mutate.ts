import type { random } from './random.ts';
import type { Region } from './regions.ts';

/** Values that lengths, offsets and counts like to break on. */
const EXTREMES = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x7fffffffffffffffn,
  0xffffffffffffffffn,
];

/** Changes one to four places of a copy, each inside a region. Says what it did. */
export function mutate(
  original: Uint8Array,
  regions: readonly Region[],
  dice: ReturnType<typeof random>,
): { bytes: Uint8Array; what: string } {
  const bytes = new Uint8Array(original);
  const view = new DataView(bytes.buffer);
  const done: string[] = [];
  for (let count = 1 + dice.below(4); count > 0; count -= 1) {
    const region = dice.pick(regions);
    const at = region.from + dice.below(Math.max(1, region.to - region.from));
    const kind = dice.below(5);
    const value = dice.pick(EXTREMES);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
    else if (kind === 1) bytes[at] = dice.below(256);
    else if (kind === 2 && at + 4 <= bytes.length) view.setUint32(at, Number(value & 0xffffffffn), true);
    else if (kind === 3 && at + 8 <= bytes.length) view.setBigUint64(at, value, dice.below(2) === 0);
    else bytes.copyWithin(at, region.from, Math.min(region.to, region.from + 8));
    done.push(`${region.name}+${at - region.from} kind ${kind}`);
  }
  return { bytes, what: done.join(', ') };
}
