import { describe, expect, test } from 'vitest';
import { DW_AT, DW_FORM, DW_LLE, DW_RLE, DW_TAG } from './constants.ts';
import {
  type BuiltEntry,
  builtSections,
  FIRST_ENTRY,
  ones64,
  u16,
  u32,
  u64,
  uleb,
} from './testing/built-sections.ts';
import { coveredShare, emptyTally } from './variable-counts.ts';
import { readVariables, type UnitVariables } from './variables.ts';

const LOW = 0x1000;
const SIZE = 0x100;
/** Addresses that the x forms name: 0x1000, 0x1040, 0x1100. */
const ADDRESSES = [...u32(28), ...u16(5), 8, 0, ...u64(0x1000), ...u64(0x1040), ...u64(0x1100)];
const plain = [1, 0x50];
const nowhere = [0];

type Attributes = NonNullable<BuiltEntry['attributes']>;
const low: Attributes[number] = [DW_AT.low_pc, DW_FORM.addr, u64(LOW)];
const high: Attributes[number] = [DW_AT.high_pc, DW_FORM.data4, u32(SIZE)];
const exprloc = (expression: readonly number[]): Attributes[number] => [
  DW_AT.location,
  DW_FORM.exprloc,
  expression,
];
const listAt = (offset: number): Attributes[number] => [DW_AT.location, DW_FORM.sec_offset, u32(offset)];

function unitOf(...children: BuiltEntry[]): BuiltEntry {
  return { tag: DW_TAG.compile_unit, attributes: [low], children };
}

function functionOf(...children: BuiltEntry[]): BuiltEntry {
  return { tag: DW_TAG.subprogram, attributes: [low, high], children };
}

function variable(...attributes: Attributes[number][]): BuiltEntry {
  return { tag: DW_TAG.variable, attributes };
}

function read(
  version: 4 | 5,
  root: BuiltEntry,
  others: Readonly<Record<string, readonly number[]>> = {},
): UnitVariables[] {
  return [...(readVariables(builtSections(version, root, { '.debug_addr': ADDRESSES, ...others })) ?? [])];
}

const LOCATIONS_5: readonly (readonly [string, number[], number])[] = [
  ['offset_pair', [DW_LLE.offset_pair, ...uleb(0x10), ...uleb(0x90), ...plain], 0x80],
  ['offset_pair, past the scope', [DW_LLE.offset_pair, ...uleb(0xf0), ...uleb(0x190), ...plain], 0x10],
  [
    'base_address, then offset_pair',
    [DW_LLE.base_address, ...u64(0x1080), DW_LLE.offset_pair, 0, 0x10, ...plain],
    0x10,
  ],
  ['base_addressx, then offset_pair', [DW_LLE.base_addressx, 1, DW_LLE.offset_pair, 0, 8, ...plain], 8],
  ['startx_endx', [DW_LLE.startx_endx, 1, 2, ...plain], 0xc0],
  ['startx_length', [DW_LLE.startx_length, 1, 0x20, ...plain], 0x20],
  ['start_end', [DW_LLE.start_end, ...u64(0x1000), ...u64(0x1004), ...plain], 4],
  ['start_length', [DW_LLE.start_length, ...u64(0x10f8), ...uleb(0x100), ...plain], 8],
  ['default_location', [DW_LLE.default_location, ...plain], SIZE],
  ['two entries', [DW_LLE.offset_pair, 0, 4, ...plain, DW_LLE.offset_pair, 8, 16, ...plain], 12],
  ['none', [], 0],
];

describe('location lists of DWARF 5', () => {
  const children = (location: Attributes[number]): BuiltEntry => unitOf(functionOf(variable(location)));

  test.each(LOCATIONS_5)('%s', (_, list, coveredBytes) => {
    const [unit] = read(5, children(listAt(0)), { '.debug_loclists': [...list, 0] });
    expect(unit?.functions[0]?.locals).toMatchObject({
      count: 1,
      located: coveredBytes > 0 ? 1 : 0,
      scopeBytes: SIZE,
      coveredBytes,
      droppedBytes: 0,
    });
  });

  test('loclistx counts from behind the header of the section', () => {
    const header = [...u32(0), ...u16(5), 8, 0, ...u32(1)];
    const [unit] = read(5, children([DW_AT.location, DW_FORM.loclistx, [0]]), {
      '.debug_loclists': [...header, ...u32(4), DW_LLE.startx_length, 0, 7, ...plain, 0],
    });
    expect(unit?.functions[0]?.locals.coveredBytes).toBe(7);
  });
});

describe('location lists of DWARF 4', () => {
  test.each([
    ['pair', [...u64(0x10), ...u64(0x20), ...u16(1), 0x50], 0x10],
    ['base, then pair', [...ones64, ...u64(0x10f0), ...u64(0), ...u64(0x40), ...u16(1), 0x50], 0x10],
    ['two pairs', [...u64(0), ...u64(1), ...u16(1), 0x50, ...u64(1), ...u64(3), ...u16(1), 0x50], 3],
  ])('%s', (_, list, coveredBytes) => {
    const [unit] = read(4, unitOf(functionOf(variable(listAt(0)))), {
      '.debug_loc': [...list, ...u64(0), ...u64(0)],
    });
    expect(unit?.functions[0]?.locals).toMatchObject({ located: 1, coveredBytes, scopeBytes: SIZE });
  });
});

describe('scopes', () => {
  const place = variable(exprloc(plain));
  const block = (ranges: Attributes[number]): BuiltEntry =>
    unitOf(functionOf({ tag: DW_TAG.lexical_block, attributes: [ranges], children: [place] }));

  test.each([
    ['offset_pair', [DW_RLE.offset_pair, 0, 4, DW_RLE.offset_pair, 8, 9], 5],
    ['base_address', [DW_RLE.base_address, ...u64(0x1080), DW_RLE.offset_pair, 0, 4], 4],
    ['base_addressx', [DW_RLE.base_addressx, 1, DW_RLE.offset_pair, 0, 6], 6],
    ['startx_endx', [DW_RLE.startx_endx, 0, 1], 0x40],
    ['startx_length', [DW_RLE.startx_length, 1, 3], 3],
    ['start_end', [DW_RLE.start_end, ...u64(0x1000), ...u64(0x1002)], 2],
    ['start_length', [DW_RLE.start_length, ...u64(0x1000), 1], 1],
  ])('ranges of DWARF 5: %s', (_, list, scopeBytes) => {
    const [unit] = read(5, block([DW_AT.ranges, DW_FORM.sec_offset, u32(0)]), {
      '.debug_rnglists': [...list, 0],
    });
    expect(unit?.functions[0]?.locals).toMatchObject({ scopeBytes, coveredBytes: scopeBytes });
  });

  test('ranges of DWARF 5: rnglistx', () => {
    const header = [...u32(0), ...u16(5), 8, 0, ...u32(1)];
    const [unit] = read(5, block([DW_AT.ranges, DW_FORM.rnglistx, [0]]), {
      '.debug_rnglists': [...header, ...u32(4), DW_RLE.startx_length, 0, 9, 0],
    });
    expect(unit?.functions[0]?.locals.scopeBytes).toBe(9);
  });

  test('ranges of DWARF 4', () => {
    const list = [
      ...u64(1),
      ...u64(3),
      ...ones64,
      ...u64(0x1080),
      ...u64(0),
      ...u64(4),
      ...u64(0),
      ...u64(0),
    ];
    const [unit] = read(4, block([DW_AT.ranges, DW_FORM.sec_offset, u32(0)]), { '.debug_ranges': list });
    expect(unit?.functions[0]?.locals.scopeBytes).toBe(6);
  });

  test('a block with an empty range list is seen nowhere', () => {
    const inner = unitOf(
      functionOf({
        tag: DW_TAG.lexical_block,
        attributes: [[DW_AT.ranges, DW_FORM.sec_offset, u32(0)]],
        children: [variable(listAt(0))],
      }),
    );
    const [unit] = read(5, inner, {
      '.debug_rnglists': [0],
      '.debug_loclists': [DW_LLE.offset_pair, 0, 8, ...plain, 0],
    });
    expect(unit?.functions[0]?.locals).toMatchObject({ scopeBytes: SIZE, coveredBytes: 0, located: 1 });
  });

  test('what is inlined counts with the function that has the code, parameters apart', () => {
    const parameter = { tag: DW_TAG.formal_parameter, attributes: [exprloc(plain)] };
    const inlined = {
      tag: DW_TAG.inlined_subroutine,
      attributes: [low, [DW_AT.high_pc, DW_FORM.addr, u64(LOW + 0x10)] as const],
      children: [parameter, place],
    };
    const [unit] = read(5, unitOf(functionOf(parameter, inlined)));
    expect(unit?.functions).toHaveLength(1);
    expect(unit?.functions[0]).toMatchObject({
      entry: LOW,
      parameters: { count: 2, scopeBytes: SIZE + 0x10 },
      locals: { count: 1, scopeBytes: 0x10 },
    });
  });

  test.each([
    ['declarations', [DW_AT.declaration, DW_FORM.flag_present, []]],
    ['patterns of inlined functions', [DW_AT.inline, DW_FORM.data1, [1]]],
  ] as const)('%s are left out', (_, attribute) => {
    const [unit] = read(
      5,
      unitOf({ tag: DW_TAG.subprogram, attributes: [attribute], children: [place] }, place),
    );
    expect(unit?.functions).toEqual([]);
    expect(unit?.globals.count).toBe(1);
  });
});

describe('inlined calls', () => {
  const pattern = FIRST_ENTRY[5] + 1 + 8;
  const origin = (offset: number): Attributes[number] => [DW_AT.abstract_origin, DW_FORM.ref4, u32(offset)];
  const parameter = (...attributes: Attributes[number][]): BuiltEntry => ({
    tag: DW_TAG.formal_parameter,
    attributes,
  });
  const inlinable = (...children: BuiltEntry[]): BuiltEntry => ({
    tag: DW_TAG.subprogram,
    attributes: [[DW_AT.inline, DW_FORM.data1, [1]]],
    children,
  });
  const call = (...children: BuiltEntry[]): BuiltEntry => ({
    tag: DW_TAG.inlined_subroutine,
    attributes: [origin(pattern), low, [DW_AT.high_pc, DW_FORM.data4, u32(0x10)]],
    children,
  });
  const blockOf = (...children: BuiltEntry[]): BuiltEntry => ({ tag: DW_TAG.lexical_block, children });
  const patternOf = inlinable(parameter(), parameter(), blockOf(variable()), {
    tag: DW_TAG.inlined_subroutine,
    children: [variable()],
  });

  test.each([
    ['mentions none of its variables', call(), [2, 0x20], [1, 0x10]],
    [
      'mentions some, one in a block',
      call(parameter(origin(0), exprloc(plain)), blockOf(variable(origin(0)))),
      [1, 0x10],
      [0, 0],
    ],
    [
      'mentions more than there are',
      call(variable(origin(0)), variable(origin(0)), variable(origin(0))),
      [2, 0x20],
      [0, 0],
    ],
  ])('%s', (_, inlined, parameters, locals) => {
    const [unit] = read(5, unitOf(patternOf, functionOf(inlined)));
    expect(unit?.functions).toHaveLength(1);
    expect(unit?.functions[0]).toMatchObject({
      parameters: { missing: parameters[0], missingBytes: parameters[1] },
      locals: { missing: locals[0], missingBytes: locals[1] },
    });
  });

  test('an origin that is no inlined function says nothing', () => {
    const [unit] = read(5, unitOf(functionOf(variable()), functionOf(call())));
    expect(unit?.functions[1]?.locals.missing).toBe(0);
  });
});

test.each([
  [{ scopeBytes: 100, coveredBytes: 50, missingBytes: 0 }, 0.5],
  [{ scopeBytes: 100, coveredBytes: 50, missingBytes: 100 }, 0.25],
  [{ scopeBytes: 0, coveredBytes: 0, missingBytes: 0 }, 1],
])('the share of %j is %d', (counts, share) => {
  expect(coveredShare({ ...emptyTally(), ...counts })).toBe(share);
});

describe('one variable', () => {
  test.each([
    [
      'an expression',
      [exprloc(plain)],
      { count: 1, located: 1, dropped: 0, coveredBytes: SIZE, droppedBytes: 0 },
    ],
    [
      'an empty one',
      [exprloc(nowhere)],
      { count: 1, located: 0, dropped: 1, coveredBytes: 0, droppedBytes: SIZE },
    ],
    ['none', [], { count: 1, located: 0, dropped: 0, coveredBytes: 0, droppedBytes: 0 }],
    [
      'a constant',
      [[DW_AT.const_value, DW_FORM.data1, [7]]],
      { count: 1, located: 1, coveredBytes: SIZE, droppedBytes: 0 },
    ],
    [
      'made up by the compiler',
      [[DW_AT.artificial, DW_FORM.flag_present, []], exprloc(plain)],
      { count: 0, located: 0, scopeBytes: SIZE, coveredBytes: SIZE },
    ],
    ['a declaration', [[DW_AT.declaration, DW_FORM.flag_present, []]], { count: 0, scopeBytes: 0 }],
  ] as const satisfies readonly (readonly [string, Attributes, object])[])(
    '%s',
    (_, attributes, expected) => {
      const [unit] = read(5, unitOf(functionOf(variable(...attributes))));
      expect(unit?.functions[0]?.locals).toMatchObject(expected);
    },
  );
});

describe('lies', () => {
  const listed = unitOf(functionOf(variable(listAt(0))));
  test.each([
    ['a list beyond its section', unitOf(functionOf(variable(listAt(9)))), [0], 'DWARF_LISTS'],
    ['a kind that DWARF 5 does not define', listed, [9, 0], 'DWARF_LISTS'],
    ['a list that does not end', listed, [DW_LLE.offset_pair, 0, 1, ...plain], 'DWARF_LISTS'],
    ['an entry cut short', listed, [DW_LLE.start_end, 0], 'BYTES_OUTSIDE'],
    [
      'an expression longer than the section',
      listed,
      [DW_LLE.default_location, ...uleb(2 ** 40)],
      'DWARF_LISTS',
    ],
    [
      'an index beyond the addresses',
      listed,
      [DW_LLE.startx_length, ...uleb(2 ** 30), 1, 0],
      'BYTES_OUTSIDE',
    ],
  ])('%s', (_, root, list, code) => {
    expect(() => read(5, root, { '.debug_loclists': list })).toThrow(expect.objectContaining({ code }));
  });

  test('thousands of variables that share one long list are refused before they cost time', () => {
    const list = Array.from({ length: 4000 }, () => [DW_LLE.offset_pair, 0, 0, ...plain]).flat();
    const root = unitOf(functionOf(...Array.from({ length: 2000 }, () => variable(listAt(0)))));
    expect(() => read(5, root, { '.debug_loclists': [...list, 0] })).toThrow(
      expect.objectContaining({ code: 'DWARF_SCOPES', kind: 'unsupported' }),
    );
  });

  test('blocks that share one long range list are refused too', () => {
    const list = Array.from({ length: 8000 }, () => [DW_RLE.offset_pair, 0, 1]).flat();
    const block = {
      tag: DW_TAG.lexical_block,
      attributes: [[DW_AT.ranges, DW_FORM.sec_offset, u32(0)] as const],
    };
    expect(() =>
      read(5, unitOf(functionOf(...Array.from({ length: 2000 }, () => block))), {
        '.debug_rnglists': [...list, 0],
      }),
    ).toThrow(expect.objectContaining({ code: 'DWARF_LISTS', kind: 'unsupported' }));
  });

  test('a name that leads back to itself has an end', () => {
    const own = FIRST_ENTRY[5] + 1 + 8;
    const circle = {
      tag: DW_TAG.subprogram,
      attributes: [[DW_AT.abstract_origin, DW_FORM.ref4, u32(own)] as const, low, high],
      children: [],
    };
    const table = readVariables(builtSections(5, unitOf(circle)));
    const [unit] = [...(table ?? [])];
    const [entry] = unit?.functions ?? [];
    expect(entry?.offset).toBe(own);
    expect(entry === undefined ? '' : table?.nameOf(entry)).toBeUndefined();
  });
});

test('no DWARF, no table', () => {
  expect(readVariables({ order: 'little', section: () => undefined })).toBeUndefined();
});
