import type { Host } from '@gosymbols/host';
import { inspectImageBinary, readImage } from '@gosymbols/image';
import type { SymbolIndex } from '@gosymbols/record';
import { type Gated, gatedFile, isGated } from './gated.ts';

/** Every Go program that the image shows, whatever layer it is in. Disposing removes the unpacked files. */
export async function gatedOfImage(
  image: string,
  host: Host,
  index: SymbolIndex | undefined,
): Promise<{ readonly binaries: readonly Gated[] } & AsyncDisposable> {
  const contents = await readImage({
    image,
    cwd: host.cwd,
    env: host.env,
    tempDir: host.tempDir,
    signal: host.signal,
    onSecret: (secret) => host.secret(secret),
  });
  const dispose = (): Promise<void> => Promise.resolve(contents[Symbol.asyncDispose]());
  try {
    for (const warning of contents.facts.warnings) host.warning(`${image}: ${warning}`);
    for (const { path, why } of contents.facts.unreadable)
      host.warning(`${image}: ${path} was not looked at: ${why}`);
    const { digest, indexDigest } = contents.facts;
    const digests = [digest, indexDigest].filter((one) => one !== undefined);
    const binaries: Gated[] = [];
    for (const binary of contents.binaries) {
      const facts = await inspectImageBinary(binary, { signal: host.signal });
      if (!isGated(facts)) continue;
      const name = `${contents.facts.name}:${binary.path}`;
      const gated = await gatedFile({ name, file: binary.file, facts }, index);
      binaries.push({ ...gated, image: { name: image, digests } });
    }
    return { binaries, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
