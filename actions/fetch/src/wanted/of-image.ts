import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { inspectImage, locateImage } from '@gosymbols/image';
import { symbolKeyOf } from '@gosymbols/symbols';
import type { Wanted } from './wanted-symbols.ts';

/** Symbols of every Go program in an image. The programs stay in the run's temporary folder, to be compared with. */
export async function wantedOfImage(image: string, host: Host): Promise<readonly Wanted[]> {
  await using contents = await inspectImage(image, host);
  const { digest, indexDigest, platform } = contents.facts;
  const digests = [digest, indexDigest].filter((one) => one !== undefined);
  const subject = { digests, platform, repository: repositoryOf(image, host.cwd) };
  const wanted: Wanted[] = [];
  for (const [index, { name, file, facts }] of contents.programs.entries()) {
    const compareWith = join(host.tempDir, `image-${index}-${basename(name)}`);
    await copyFile(file, compareWith);
    wanted.push({ name, key: symbolKeyOf(facts.buildIds), compareWith, image: subject });
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
