import { readdirSync } from 'node:fs';
import { copyFile, mkdtempDisposable, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wireSize } from '@gosymbols/size';
import { splitFile } from '@gosymbols/split';
import { expect, test } from 'vitest';
import { whatIf } from '../../actions/split/src/what-if.ts';
import { goProgram } from '../support/go-programs.ts';

test('what a binary would weigh is what it weighs once it is split so', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'what-if-'));
  const built = goProgram({ name: 'static' });
  const path = join(folder.path, 'static');
  await copyFile(built, path);
  const weights = await whatIf(path, { repair: undefined, wire: true });
  expect(readdirSync(folder.path)).toEqual(['static']);
  for (const strip of ['all', 'dwarf', 'none'] as const) {
    const [strippedPath, debugPath] = [join(folder.path, strip), join(folder.path, 'static.debug')];
    await splitFile({ path, strippedPath, debugPath, strip, compress: 'none' });
    const wire = await wireSize(strippedPath);
    expect(weights[strip]?.disk).toBe((await stat(strippedPath)).size);
    // The checksum in `.gnu_debuglink` depends on the debug file's compression; it moves gzip's output by a few bytes.
    expect(Math.abs((weights[strip]?.wire ?? 0) - wire.bytes)).toBeLessThan(16);
  }
  expect(weights.all?.disk).toBeLessThan(weights.dwarf?.disk ?? 0);
  expect(weights.dwarf?.disk).toBeLessThan(weights.none?.disk ?? 0);
});
