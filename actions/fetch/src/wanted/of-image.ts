import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { inspectImageBinary, readImage } from '@gosymbols/image';
import { symbolKeyOf } from '@gosymbols/symbols';
import type { Wanted } from './wanted-symbols.ts';

/** Symbols of every Go program in an image. The programs stay in the run's temporary folder, to be compared with. */
export async function wantedOfImage(image: string, host: Host): Promise<readonly Wanted[]> {
  await using contents = await readImage({
    image,
    cwd: host.cwd,
    env: host.env,
    tempDir: host.tempDir,
    signal: host.signal,
    onSecret: (secret) => host.secret(secret),
  });
  const wanted: Wanted[] = [];
  for (const [index, binary] of contents.binaries.entries()) {
    const { buildIds } = await inspectImageBinary(binary, { signal: host.signal });
    const kept = join(host.tempDir, `image-${index}-${basename(binary.path)}`);
    await copyFile(binary.file, kept);
    wanted.push({
      name: `${contents.facts.name}:${binary.path}`,
      key: symbolKeyOf(buildIds),
      compareWith: kept,
    });
  }
  if (wanted.length > 0) return wanted;
  throw new RequestError(`${image} holds no Go program for Linux`, {
    code: 'NOTHING_TO_FETCH',
    next: 'Name the application image, not its base.',
  });
}
