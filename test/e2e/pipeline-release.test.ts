import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SymbolIndex } from '@gosymbols/record';
import { afterAll, expect, test } from 'vitest';
import { sha256Of, unpacked } from '../support/archives.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';
import { fixtureRepository } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

test.skipIf(lacks('goreleaser', 'gcc'))(
  'the pipeline over a snapshot release: split by hooks, published and gated as it was packed',
  () => {
    const depot = fixtureRepository('depot', folder.at('depot'));
    const args = ['pipeline', '--tool', 'goreleaser', '--mode', 'snapshot', '--strip', 'dwarf'];
    const { status, stdout, stderr } = gosymbols(args, { cwd: depot });
    expect(status, stderr + stdout).toBe(0);
    const dist = join(depot, 'dist');
    const index = JSON.parse(readFileSync(join(dist, 'gosymbols.json'), 'utf8')) as SymbolIndex;
    const split = index.binaries.filter((binary) => binary.split !== undefined);
    expect(split).toHaveLength(4);
    for (const binary of split) {
      expect(binary.split?.strip).toBe('dwarf');
      expect(binary.receipts?.map(({ verified }) => verified)).toEqual([true]);
      expect(sha256Of(join(dist, binary.path))).toBe(binary.split?.stripped.digest);
    }
    const native = split.find(({ producer }) => producer.target === 'native');
    const packed = unpacked(join(dist, 'depot-native.tar.gz'), folder.at('native'));
    expect(packed['native']).toBe(native?.split?.stripped.digest);
    expect(index.gate?.verdict).toBe('pass');
  },
);
