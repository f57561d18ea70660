import { describe, expect, test } from 'vitest';
import { Cursor } from './cursor.ts';
import type { FormatError } from './fault.ts';

const bytes = Uint8Array.from([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08]);

describe('fixed-size fields', () => {
  test.each([
    ['little', 0x0201, 0x04030201, 0x0807060504030201n],
    ['big', 0x0102, 0x01020304, 0x0102030405060708n],
  ] as const)('%s-endian', (order, u16, u32, u64) => {
    expect(new Cursor(bytes, order, 's').u16()).toBe(u16);
    expect(new Cursor(bytes, order, 's').u32()).toBe(u32);
    expect(new Cursor(bytes, order, 's').u64()).toBe(u64);
    expect(new Cursor(bytes, order, 's').address(4)).toBe(BigInt(u32));
  });
});

describe('LEB128 (DWARF 5, figure 22 and 23)', () => {
  test.each([
    [[0x02], 2],
    [[0x7f], 127],
    [[0x80, 0x01], 128],
    [[0x81, 0x01], 129],
    [[0xb9, 0x64], 12857],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], 0xffffffff],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], Number.MAX_SAFE_INTEGER],
  ])('%j is %d', (input, value) => {
    const cursor = new Cursor(Uint8Array.from(input), 'little', 's');
    expect(cursor.uleb()).toBe(value);
    expect(cursor.left).toBe(0);
  });

  test.each([
    [[0x02], 2],
    [[0x7e], -2],
    [[0xff, 0x00], 127],
    [[0x81, 0x7f], -127],
    [[0x80, 0x01], 128],
    [[0x80, 0x7f], -128],
  ])('%j is %d when signed', (input, value) => {
    expect(new Cursor(Uint8Array.from(input), 'little', 's').sleb()).toBe(value);
  });

  test('a number beyond 53 bits is refused, not rounded', () => {
    const cursor = new Cursor(
      Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
      'little',
      's',
    );
    expect(() => cursor.uleb()).toThrow(/longer than 53 bits/);
  });
});

describe('what is not there', () => {
  test.each([
    ['u8', (cursor: Cursor) => cursor.u8()],
    ['u16', (cursor: Cursor) => cursor.u16()],
    ['u32', (cursor: Cursor) => cursor.u32()],
    ['u64', (cursor: Cursor) => cursor.u64()],
    ['take', (cursor: Cursor) => cursor.take(1)],
    ['negative take', (cursor: Cursor) => cursor.take(-1)],
    ['unended LEB128', (cursor: Cursor) => cursor.uleb()],
    ['unended text', (cursor: Cursor) => cursor.text()],
  ])('%s at the end names section, offset and need', (_, read) => {
    const cursor = new Cursor(new Uint8Array(0), 'little', '.debug_info', 100);
    expect(() => read(cursor)).toThrow(
      expect.objectContaining({ section: '.debug_info', offset: 100 }) as FormatError,
    );
  });

  test('a size that no file can have', () => {
    const cursor = new Cursor(new Uint8Array(8).fill(0xff), 'little', 's');
    expect(() => cursor.size64()).toThrow(
      expect.objectContaining({ code: 'SIZE_TOO_LARGE', value: 2n ** 64n - 1n }) as FormatError,
    );
  });
});
