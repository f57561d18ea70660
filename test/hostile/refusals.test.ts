import { copyFileSync, writeFileSync } from 'node:fs';
import { SHF, SHT } from '@gosymbols/elf';
import { splitFile } from '@gosymbols/split';
import { describe, expect, test } from 'vitest';
import { type BuiltSection, buildElf } from '../support/elf-builder.ts';
import { compressed, zdebug } from '../support/elf-content.ts';
import { stateOf } from '../support/folder-state.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';

const text: BuiltSection = { name: '.text', flags: SHF.ALLOC, addr: 0x401000n, content: Buffer.alloc(64) };
const content = Buffer.from('debug data, '.repeat(100));
const kind = { class: 64, order: 'little' } as const;

function lying(section: BuiltSection, change: (bytes: Buffer) => void): BuiltSection {
  const bytes = Buffer.from(section.content ?? []);
  change(bytes);
  return { ...section, content: bytes };
}

const zstd = compressed('.debug_str', content, 'zstd', kind);

/** A section, and code and value of the refusal. */
const lies: readonly (readonly [string, BuiltSection, string])[] = [
  ['a size beyond the file', { name: '.debug_str', content, size: 1n << 40n }, 'ELF_TRUNCATED'],
  ['an offset beyond the file', { name: '.debug_str', content, offset: 1n << 40n }, 'ELF_TRUNCATED'],
  ['a size beyond 2^53', { name: '.debug_str', content, size: 1n << 63n }, 'SIZE_TOO_LARGE'],
  [
    'a note that ends behind its section',
    { name: '.note', type: SHT.NOTE, content: Buffer.alloc(12, 9) },
    'BYTES_OUTSIDE',
  ],
  ['an unknown compression', lying(zstd, (bytes) => bytes.writeUInt32LE(9, 0)), 'COMPRESSION_TYPE'],
  ['a compressed size too small', lying(zstd, (bytes) => bytes.writeUInt32LE(7, 8)), 'COMPRESSION_SIZE'],
  ['a compressed size too large', lying(zstd, (bytes) => bytes.writeUInt32LE(70_000, 8)), 'COMPRESSION_SIZE'],
  [
    'a compressed size of terabytes',
    lying(zstd, (bytes) => bytes.writeUInt32LE(999, 12)),
    'COMPRESSION_SIZE',
  ],
  ['a damaged stream', lying(zstd, (bytes) => bytes.fill(0xff, 24)), 'COMPRESSION_STREAM'],
  ['a .zdebug_ size', lying(zdebug('.debug_str', content), (bytes) => bytes.fill(1, 4, 6)), 'SIZE_TOO_LARGE'],
];

describe('refused', () => {
  test.each(lies)('%s', async (_, section, code) => {
    using folder = scratch();
    const path = folder.at('lie');
    writeFileSync(path, buildElf({ ...kind, sections: [text, section], segments: [1] }));
    const before = stateOf(folder.path);
    const how = {
      path,
      strippedPath: path,
      debugPath: `${path}.debug`,
      strip: 'all',
      compress: 'none',
    } as const;
    await expect(splitFile(how)).rejects.toMatchObject({ name: 'FormatError', code, file: path });
    expect(stateOf(folder.path)).toEqual(before);
  });

  test('a debug file by name; one in a folder is passed over', () => {
    using folder = scratch();
    const args = ['split', '--wire=false', '--in-place', '--binaries'];
    copyFileSync(goProgram({ name: 'static' }), folder.at('static'));
    expect(gosymbols([...args, '.'], { cwd: folder.path }).status).toBe(0);
    const { 'static.debug': debug } = stateOf(folder.path);
    const named = gosymbols([...args, 'static.debug'], { cwd: folder.path });
    expect(named.stderr).toMatch(/static\.debug: is a debug file/);
    expect(named.status).toBe(2);
    gosymbols([...args, '.'], { cwd: folder.path });
    expect(stateOf(folder.path)).toMatchObject({ 'static.debug': debug });
    expect(Object.keys(stateOf(folder.path))).toEqual(['gosymbols.json', 'static', 'static.debug']);
  });
});
