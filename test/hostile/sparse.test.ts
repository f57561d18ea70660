import { closeSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { FileSource } from '@gosymbols/bytes';
import { findSection, readElf, SHF, SHT } from '@gosymbols/elf';
import { describe, expect, test } from 'vitest';
import { buildElf } from '../support/elf-builder.ts';
import { BUNDLE } from '../support/gosymbols.ts';
import { readelfSections } from '../support/readelf.ts';
import { run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const GiB = 1024 ** 3;
const BEHIND = 4 * GiB + 4096;
const DEBUG = Buffer.from('what a debugger reads, over and over. '.repeat(20_000));

/** A file whose debug section lies behind 4 GiB of nothing: the nothing takes no space on the disk. */
function writeSparse(path: string): void {
  const file = buildElf({
    table: 'front',
    sections: [
      { name: '.text', flags: SHF.ALLOC, addr: 0x401000n, content: Buffer.alloc(256, 0x90) },
      { name: '.debug_str', offset: BigInt(BEHIND), size: BigInt(DEBUG.length), align: 1n },
      { name: '.strtab', type: SHT.STRTAB, content: Buffer.from('\0') },
      { name: '.symtab', type: SHT.SYMTAB, content: Buffer.alloc(48), link: 3, entsize: 24n },
    ],
    segments: [1],
  });
  const fd = openSync(path, 'wx');
  ftruncateSync(fd, BEHIND + DEBUG.length);
  writeSync(fd, file, 0, file.length, 0);
  writeSync(fd, DEBUG, 0, DEBUG.length, BEHIND);
  closeSync(fd);
}

/** Runs the bundle and asks it for its own peak at the end. */
function peakOf(args: readonly string[]): { status: number | null; stderr: string; peakMiB: number } {
  const preload = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak='+process.resourceUsage().maxRSS))`;
  const { status, stderr } = run(process.execPath, ['--import', preload, BUNDLE, ...args]);
  return { status, stderr, peakMiB: Number(/peak=(\d+)/.exec(stderr)?.[1]) / 1024 };
}

describe.skipIf(lacks('readelf'))('a file of more than 4 GiB', () => {
  test('inspect and split read what lies behind 4 GiB, in little memory', () => {
    using folder = scratch();
    const path = folder.at('sparse');
    writeSparse(path);
    expect(statSync(path).blocks * 512).toBeLessThan(GiB);
    expect(readelfSections(path).find(({ name }) => name === '.debug_str')?.offset).toBe(BEHIND);

    const inspected = peakOf(['inspect', path]);
    expect(inspected.status, inspected.stderr).toBe(0);
    expect(inspected.peakMiB).toBeLessThan(200);

    const start = performance.now();
    const split = peakOf(['split', '--wire=false', '--in-place', '--binaries', path]);
    expect(split.status, split.stderr).toBe(0);
    expect(split.peakMiB).toBeLessThan(200);
    // Every byte is read for the digest of the original: 4 GiB of zeros at half a GiB a second, and twice that to spare.
    expect(performance.now() - start).toBeLessThan(20_000);

    expect(statSync(path).size).toBeLessThan(1e6);
    using debug = FileSource.open(folder.at('sparse.debug'));
    const section = findSection(readElf(debug), '.debug_str');
    expect(
      readFileSync(folder.at('sparse.debug')).subarray(
        section?.offset,
        (section?.offset ?? 0) + DEBUG.length,
      ),
    ).toEqual(DEBUG);
  });
});
