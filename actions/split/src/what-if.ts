import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BinaryRecord } from '@gosymbols/record';
import { wireSize } from '@gosymbols/size';
import { type SplitOptions, type StripMode, splitFile } from '@gosymbols/split';

const MODES: readonly StripMode[] = ['all', 'dwarf', 'none'];

type Weights = NonNullable<BinaryRecord['whatIf']>;

/**
 * What the binary weighs under each strip mode, each measured by writing the file and proving it, in a folder that goes
 * afterwards. Nothing is built again.
 */
export async function whatIf(
  path: string,
  options: Pick<SplitOptions, 'repair' | 'signal'> & { readonly wire: boolean },
): Promise<Weights> {
  const { wire, ...more } = options;
  const signal = more.signal === undefined ? {} : { signal: more.signal };
  const folder = await mkdtemp(join(tmpdir(), 'gosymbols-'));
  const weights: { [mode in StripMode]?: { disk: number; wire?: number } } = {};
  try {
    for (const strip of MODES) {
      const target = join(folder, strip);
      const strippedPath = join(target, basename(path));
      await mkdir(target);
      // The debug file's compression does not touch the stripped file.
      await splitFile({
        path,
        strippedPath,
        debugPath: `${strippedPath}.debug`,
        strip,
        compress: 'keep',
        ...more,
      });
      const { size } = await stat(strippedPath);
      weights[strip] = { disk: size, ...(wire && { wire: (await wireSize(strippedPath, signal)).bytes }) };
      await rm(target, { recursive: true });
    }
    return weights;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
