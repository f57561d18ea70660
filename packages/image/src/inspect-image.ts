import type { BinaryFacts } from '@gosymbols/inspect';
import type { ImageFacts } from './facts.ts';
import { inspectImageBinary, readImage } from './read-image.ts';

/** What reading an image needs of the world around it; a host is one. */
export interface ImageWorld {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tempDir: string;
  readonly signal: AbortSignal;
  /** Masks a value in logs. */
  secret(value: string): void;
}

export interface ImageProgram {
  /** `<image>:<path in it>` */
  readonly name: string;
  /** A copy; it is gone when the image is disposed. */
  readonly file: string;
  readonly facts: BinaryFacts;
}

export interface InspectedImage extends AsyncDisposable {
  readonly facts: ImageFacts;
  readonly programs: readonly ImageProgram[];
}

/** Every Go program that the image shows, whatever layer it is in. @throws ImageError, OciError, FormatError */
export async function inspectImage(image: string, world: ImageWorld): Promise<InspectedImage> {
  const { cwd, env, tempDir, signal } = world;
  const onSecret = (secret: string): void => world.secret(secret);
  await using kept = new AsyncDisposableStack();
  const { facts, binaries } = kept.use(await readImage({ image, cwd, env, tempDir, signal, onSecret }));
  const programs: ImageProgram[] = [];
  for (const binary of binaries) {
    const inspected = await inspectImageBinary(binary, { signal });
    programs.push({ name: `${facts.name}:${binary.path}`, file: binary.file, facts: inspected });
  }
  const stack = kept.move();
  return { facts, programs, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
