import { readdirSync } from 'node:fs';
import { type ImageContents, type ReadImageOptions, readImage } from '@gosymbols/image';
import { expect } from 'vitest';

/** Reads an image with nothing of the machine in it but the temporary folder. */
export function reading(
  image: string,
  tempDir: string,
  options: Partial<ReadImageOptions> = {},
): Promise<ImageContents> {
  return readImage({ image, tempDir, cwd: tempDir, env: {}, ...options });
}

/** The code that reading fails with; nothing may be left in the temporary folder then. */
export async function codeOf(
  image: string,
  tempDir: string,
  options: Partial<ReadImageOptions> = {},
): Promise<string> {
  const error = await reading(image, tempDir, options).then(
    () => new Error('it was read'),
    (thrown: Error & { code?: string }) => thrown,
  );
  expect(readdirSync(tempDir)).toEqual([]);
  return (error as { code?: string }).code ?? error.message;
}
