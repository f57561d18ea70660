import { capabilitiesOf } from '@gosymbols/policy';
import type { SymbolIndex } from '@gosymbols/record';
import { describe, expect, test } from 'vitest';
import { sampleIndex } from '../sample/sample-index.ts';
import { modelOf } from './model-of.ts';

const capabilities = capabilitiesOf;

function unsplit(index: SymbolIndex): SymbolIndex {
  const { policy: _policy, gate: _gate, ...rest } = index;
  return {
    ...rest,
    binaries: index.binaries.map(({ split: _split, receipts: _receipts, ...binary }) => binary),
  };
}

describe('numbers', () => {
  test('totals are the sums of the binaries', () => {
    const { totals, binaries } = modelOf(sampleIndex(), { capabilities });
    expect(totals.size.before).toBe(binaries.reduce((sum, binary) => sum + binary.size.before, 0));
    expect(totals.size.after).toBe(binaries.reduce((sum, binary) => sum + binary.size.after, 0));
    expect(totals.size.saved).toBe(totals.size.before - totals.size.after);
    expect(totals.size.savedPercent).toBeCloseTo((totals.size.saved / totals.size.before) * 100);
    expect(totals).toMatchObject({
      binaries: 2,
      split: 2,
      published: 2,
      verified: 2,
      proofs: 2,
      proofsHeld: 2,
    });
  });

  test('parts and sections sum to the sizes', () => {
    const { binaries } = modelOf(sampleIndex(), { capabilities });
    for (const { parts, sections, size } of binaries) {
      expect(Object.values(parts?.before ?? {}).reduce((sum, bytes) => sum + bytes, 0)).toBe(size.before);
      expect(Object.values(parts?.after ?? {}).reduce((sum, bytes) => sum + bytes, 0)).toBe(size.after);
      expect(sections.reduce((sum, section) => sum + section.before, 0)).toBe(size.before);
      expect(sections.reduce((sum, section) => sum + section.after, 0)).toBe(size.after);
    }
  });

  test('wire is left out of the totals when one binary has none', () => {
    const index = sampleIndex();
    const [first, ...others] = index.binaries;
    if (first?.sizeBefore === undefined) throw new Error('the sample has sizes');
    const { wire: _wire, ...sizeBefore } = first.sizeBefore;
    const model = modelOf({ ...index, binaries: [{ ...first, sizeBefore }, ...others] }, { capabilities });
    expect(model.totals.wire).toBeUndefined();
    expect(model.binaries[1]?.wire).toBeDefined();
  });

  test('a layer that two receipts share is stored once', () => {
    const index = sampleIndex();
    const receipts = index.binaries[0]?.receipts ?? [];
    const model = modelOf(
      { ...index, binaries: index.binaries.map((binary) => ({ ...binary, receipts })) },
      { capabilities },
    );
    expect(model.totals.storedBytes).toBe(receipts[0]?.layerBytes);
  });
});

describe('level', () => {
  test('is D1+x3 when published and verified', () => {
    expect(modelOf(sampleIndex(), { capabilities }).binaries[0]?.level).toEqual({
      before: 'D3',
      after: 'D1',
      shown: 'D1+x3',
      withDebug: 'D3',
    });
  });

  test('is D1 when not published', () => {
    expect(modelOf(sampleIndex({ published: false }), { capabilities }).binaries[0]?.level.shown).toBe('D1');
  });

  test('is D1 when published but not read back', () => {
    const index = sampleIndex();
    const binaries = index.binaries.map((binary) => ({
      ...binary,
      receipts: binary.receipts?.map((receipt) => ({ ...receipt, verified: false })) ?? [],
    }));
    const model = modelOf({ ...index, binaries }, { capabilities });
    expect(model.binaries[0]?.level.shown).toBe('D1');
    expect(model.totals).toMatchObject({ published: 2, verified: 0 });
  });
});

describe('an index that was not split', () => {
  test('ships as built, unjudged', () => {
    const model = modelOf(unsplit(sampleIndex()), { capabilities });
    expect(model.verdict).toBe('unjudged');
    expect(model.headline).toBe('2 binaries built, not split');
    expect(model.totals.size).toMatchObject({ saved: 0, savedPercent: 0 });
    expect(model.binaries[0]).toMatchObject({
      published: [],
      commands: [],
      level: { before: 'D3', shown: 'D3' },
    });
    expect(model.capabilities[0]?.rows.some((row) => row.withDebug !== undefined)).toBe(false);
  });

  test('an empty index says so', () => {
    const model = modelOf({ ...sampleIndex(), binaries: [] }, { capabilities });
    expect(model.headline).toBe('No binaries in the index');
    expect(model.totals.size).toEqual({ before: 0, after: 0, saved: 0, savedPercent: 0 });
  });
});

describe('baseline', () => {
  test('compares by name and names what is only on one side', () => {
    const model = modelOf(sampleIndex({ names: ['api', 'new'] }), {
      capabilities,
      baseline: unsplit(sampleIndex({ names: ['api', 'old'] })),
    });
    expect(model.baseline).toMatchObject({ compared: 1, added: ['new'], removed: ['old'] });
    expect(model.binaries[0]?.baseline?.delta).toBe(model.baseline?.delta);
    expect(model.binaries[0]?.baseline?.delta).toBeLessThan(0);
    expect(model.binaries[1]?.baseline).toBeUndefined();
  });
});

describe('verdict', () => {
  const finding = { rule: 'SZ001', artifact: 'api', message: 'disk is 6 MiB.', next: 'Shrink it.' };

  test('errors come first, and the worst is kept with its binary', () => {
    const model = modelOf(
      sampleIndex({
        findings: [
          { ...finding, severity: 'notice' },
          { ...finding, severity: 'error' },
        ],
      }),
      { capabilities },
    );
    expect(model.findings.map((finding) => finding.severity)).toEqual(['error', 'notice']);
    expect(model.binaries.map((binary) => binary.worst)).toEqual(['error', undefined]);
    expect(model.verdict).toBe('fail');
    expect(model.headline).toBe('SZ001 fails for api');
    expect(model.sentence).toMatch(/^api: disk is 6 MiB\. /);
  });

  test('a warning does not fail and is counted', () => {
    const model = modelOf(sampleIndex({ findings: [{ ...finding, severity: 'warning' }] }), { capabilities });
    expect(model.verdict).toBe('pass');
    expect(model.sentence).toMatch(/^All rules hold, with 1 warning\./);
  });

  test('a proof that does not hold fails whatever the policy says', () => {
    const index = sampleIndex();
    const [first, ...others] = index.binaries;
    if (first?.split === undefined) throw new Error('the sample is split');
    const claims = first.split.proof.claims.map((claim) =>
      claim.point === 4 ? { ...claim, holds: false, detail: '.debug_info differs.' } : claim,
    );
    const broken = { ...first, split: { ...first.split, proof: { holds: false, claims } } };
    const model = modelOf({ ...index, binaries: [broken, ...others] }, { capabilities });
    expect(model.verdict).toBe('fail');
    expect(model.findings[0]).toMatchObject({
      from: 'proof',
      artifact: 'api',
      message: expect.stringContaining('.debug_info differs.'),
    });
    expect(model.binaries[0]?.proof).toMatchObject({ holds: false, held: 5 });
  });
});

describe('capabilities', () => {
  test('binaries with equal answers share a matrix, and a reason of one alone says whose it is', () => {
    const [matrix, ...others] = modelOf(sampleIndex(), { capabilities }).capabilities;
    expect(others).toEqual([]);
    expect(matrix?.binaries).toEqual(['api', 'worker']);
    expect(matrix?.rows.find((row) => row.id === 'build-id')?.shipped.reason).toMatch(/\(api\)$/);
    expect(matrix?.rows.find((row) => row.id === 'source-lines')).toMatchObject({
      before: { holds: 'yes' },
      shipped: { holds: 'no' },
      withDebug: { holds: 'yes' },
    });
  });
});

describe('commands', () => {
  test('start at the folder of the index', () => {
    const commands = modelOf(sampleIndex(), { capabilities, folder: 'out dir' }).binaries[0]?.commands ?? [];
    expect(commands.map((command) => command.id)).toEqual(['fetch', 'gdb', 'delve']);
    expect(commands[1]?.command).toBe("gdb -iex 'set debug-file-directory .gosymbols/debug' 'out dir/api'");
  });

  test('fetch only, where a build ID of many builds leads no debugger to the file', () => {
    const index = sampleIndex({ names: ['api'] });
    const binaries = index.binaries.map((binary) =>
      binary.split === undefined
        ? binary
        : {
            ...binary,
            split: {
              ...binary.split,
              after: {
                ...binary.split.after,
                buildIds: { ...binary.split.after.buildIds, constant: 'of every Bazel build' },
              },
            },
          },
    );
    const commands = modelOf({ ...index, binaries }, { capabilities }).binaries[0]?.commands ?? [];
    expect(commands.map((command) => command.id)).toEqual(['fetch']);
  });

  test('are not offered for a name that does not show what it is', () => {
    expect(modelOf(sampleIndex({ names: ['a\u202eb'] }), { capabilities }).binaries[0]?.commands).toEqual([]);
  });
});

test('modules are listed once, with the binaries that have them', () => {
  const { modules } = modelOf(sampleIndex(), { capabilities });
  expect(modules).toHaveLength(15);
  expect(modules.filter((module) => module.binaries.length === 1).map((module) => module.binaries)).toEqual([
    ['worker'],
  ]);
});
