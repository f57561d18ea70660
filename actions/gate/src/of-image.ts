import type { Host } from '@gosymbols/host';
import { inspectImage } from '@gosymbols/image';
import type { SymbolIndex } from '@gosymbols/record';
import { type Gated, gatedFile, isGated } from './gated.ts';

/** Every Go program of an image. Disposing removes the unpacked files. */
export async function gatedOfImage(
  image: string,
  host: Host,
  index: SymbolIndex | undefined,
): Promise<{ readonly binaries: readonly Gated[] } & AsyncDisposable> {
  await using kept = new AsyncDisposableStack();
  const { facts, programs } = kept.use(await inspectImage(image, host));
  for (const warning of facts.warnings) host.warning(`${image}: ${warning}`);
  for (const { path, why } of facts.unreadable) host.warning(`${image}: ${path} was not looked at: ${why}`);
  const digests = [facts.digest, facts.indexDigest].filter((one) => one !== undefined);
  const binaries: Gated[] = [];
  for (const program of programs) {
    if (!isGated(program.facts)) continue;
    binaries.push({ ...(await gatedFile(program, index)), image: { name: image, digests } });
  }
  const stack = kept.move();
  return { binaries, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
