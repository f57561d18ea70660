import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { random } from '../hostile/random.ts';
import { NATIVE } from '../support/build-matrix.ts';
import { goProgram } from '../support/go-programs.ts';
import { writeImage } from '../support/image-builder.ts';
import { scratch } from '../support/scratch.ts';
import { type BuiltEntry, pax, tar } from '../support/tar-builder.ts';
import { reading } from './reading.ts';

/** GOSYMBOLS_FUZZ_CASES=100000 keeps it busy for hours. */
const CASES = Number(process.env['GOSYMBOLS_FUZZ_CASES'] ?? 300);
const SEED = Number(process.env['GOSYMBOLS_FUZZ_SEED'] ?? 20261124);
/** The start of a program: enough for every header, and quick. */
const [program] = NATIVE.filter(({ name }) => name === 'symtab-only').map((build) =>
  readFileSync(goProgram(build)).subarray(0, 8192),
);
const entries: readonly BuiltEntry[] = [
  { name: 'usr/', type: '5' },
  { name: 'usr/app', content: program ?? '' },
  { name: 'usr/same', type: '1', link: 'usr/app' },
  { name: 'bin', type: '2', link: 'usr' },
  pax({ path: 'usr/long', size: '700' }),
  { name: 'x', content: Buffer.alloc(700, 'p') },
  { name: '././@LongLink', type: 'L', content: `usr/${'n'.repeat(150)}\0` },
  { name: 'x', content: 'long' },
  pax({
    'GNU.sparse.major': '1',
    'GNU.sparse.minor': '0',
    'GNU.sparse.name': 'usr/holes',
    'GNU.sparse.realsize': '9000',
  }),
  {
    name: 'GNUSparseFile.0/holes',
    content: Buffer.concat([Buffer.from('1\n4096\n512\n'.padEnd(512, '\0')), Buffer.alloc(512, 's')]),
  },
  { name: 'bin/.wh.long' },
];
const base = tar(...entries);

/** Codes of errors that a damaged layer may end with; anything else is a bug of ours. */
const KNOWN = /^(IMAGE_(TAR|PATH|LIMIT|LAYER_DAMAGED)|LAYER_.*)$/;

test(`${CASES} damaged layers end in facts or in an error of ours, and leave nothing`, {
  timeout: 24 * 3600_000,
}, async () => {
  const ends = new Map<string, number>();
  for (let at = 0; at < CASES; at++) {
    const { below, pick } = random(SEED + at);
    using folder = scratch();
    mkdirSync(folder.at('temp'));
    const bytes = Buffer.from(base);
    for (let changes = 1 + below(3); changes > 0; changes--) {
      // Headers more often than content: a change of content changes nothing that we read.
      const offset = below(2) === 0 ? below(bytes.length) : 512 * below(bytes.length / 512) + below(512);
      bytes[offset] = below(256);
      if (below(2) === 0) repairChecksum(bytes, offset - (offset % 512));
    }
    const cut = below(4) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
    const stored = pick([(plain: Buffer) => plain, gzipSync, zstdCompressSync])(cut);
    await writeImage(folder.at('layout'), { tag: 'x', layers: [stored] });
    const end = await reading(`oci-layout:${folder.at('layout')}:x`, folder.at('temp'), {
      limits: { bytes: 1 << 26 },
    }).then(
      async (read) => {
        await read[Symbol.asyncDispose]();
        return 'read';
      },
      (error: Error & { code?: string }) => {
        if (!KNOWN.test(error.code ?? ''))
          throw new Error(`GOSYMBOLS_FUZZ_SEED=${SEED + at} GOSYMBOLS_FUZZ_CASES=1`, { cause: error });
        return error.code ?? '';
      },
    );
    ends.set(end, (ends.get(end) ?? 0) + 1);
    expect(readdirSync(folder.at('temp'))).toEqual([]);
  }
  // The cases reach all three ends, or they try nothing.
  if (CASES >= 300)
    expect([...ends.keys()]).toEqual(expect.arrayContaining(['read', 'IMAGE_TAR', 'IMAGE_PATH']));
});

function repairChecksum(bytes: Buffer, block: number): void {
  const header = bytes.subarray(block, block + 512);
  if (header.length < 512) return;
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}
