import { MemorySource } from '@gosymbols/bytes';
import type { DebugSections } from '../debug-sections.ts';

/** Little-endian numbers of a fixed size, and LEB128. */
export const u8 = (value: number): number[] => [value & 0xff];
export const u16 = (value: number): number[] => [...u8(value), ...u8(value >> 8)];
export const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)];
export const u64 = (value: number): number[] => [
  ...u32(value % 2 ** 32),
  ...u32(Math.floor(value / 2 ** 32)),
];
export const ones64: readonly number[] = Array.from({ length: 8 }, () => 0xff);
export function uleb(value: number): number[] {
  return value < 0x80 ? [value] : [0x80 | (value & 0x7f), ...uleb(Math.floor(value / 0x80))];
}

/** An entry to be: attribute, form and the bytes of its value. */
export interface BuiltEntry {
  readonly tag: number;
  readonly attributes?: readonly (readonly [at: number, form: number, value: readonly number[]])[];
  readonly children?: readonly BuiltEntry[];
}

/** Sections of one unit, 64-bit little-endian in 32-bit DWARF, and whatever else is given under its name. */
export function builtSections(
  version: 4 | 5,
  root: BuiltEntry,
  others: Readonly<Record<string, readonly number[]>> = {},
): DebugSections {
  const abbreviations: number[] = [];
  let codes = 0;
  const entry = ({ tag, attributes = [], children }: BuiltEntry): number[] => {
    codes += 1;
    const code = uleb(codes);
    const shape = attributes.flatMap(([at, form]) => [...uleb(at), ...uleb(form)]);
    abbreviations.push(...code, ...uleb(tag), children === undefined ? 0 : 1, ...shape, 0, 0);
    const values = attributes.flatMap(([, , value]) => value);
    return [...code, ...values, ...(children === undefined ? [] : [...children.flatMap(entry), 0])];
  };
  const entries = entry(root);
  const head = version === 5 ? [...u16(5), 1, 8, ...u32(0)] : [...u16(4), ...u32(0), 8];
  const contents: Readonly<Record<string, readonly number[]>> = {
    '.debug_info': [...u32(head.length + entries.length), ...head, ...entries],
    '.debug_abbrev': [...abbreviations, 0],
    ...others,
  };
  const sources = new Map(
    Object.entries(contents).map(([name, bytes]) => [name, new MemorySource(name, Uint8Array.from(bytes))]),
  );
  return { order: 'little', section: (name) => sources.get(name) };
}

/** Offset of the first entry in `.debug_info` of such a unit. */
export const FIRST_ENTRY = { 4: 11, 5: 12 } as const;
