import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { inspectImageBinary, locateImage, readImage } from '@gosymbols/image';
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
  const { name, digest, indexDigest, platform } = contents.facts;
  const digests = [digest, indexDigest].filter((one) => one !== undefined);
  const subject = { digests, platform, repository: repositoryOf(image, host.cwd) };
  const wanted: Wanted[] = [];
  for (const [index, binary] of contents.binaries.entries()) {
    const { buildIds } = await inspectImageBinary(binary, { signal: host.signal });
    const kept = join(host.tempDir, `image-${index}-${basename(binary.path)}`);
    await copyFile(binary.file, kept);
    wanted.push({
      name: `${name}:${binary.path}`,
      key: symbolKeyOf(buildIds),
      compareWith: kept,
      image: subject,
    });
  }
  if (wanted.length > 0) return wanted;
  throw new RequestError(`${image} holds no Go program for Linux`, {
    code: 'NOTHING_TO_FETCH',
    next: 'Name the application image, not its base.',
  });
}

function repositoryOf(image: string, cwd: string): string | undefined {
  const location = locateImage(image, cwd);
  if (location.kind === 'registry') return location.reference.store.text;
  return location.kind === 'layout' ? `oci-layout:${location.path}` : undefined;
}
