import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Descriptor, digestOfFile, makeDirectory, type ObjectStore } from '@gosymbols/oci';
import { decompressed } from '../layer/decompress.ts';
import { notASourceLayer, readSourceFiles } from '../layer/read-source-files.ts';
import { SymbolError } from '../symbol-error.ts';

/** The sources of one module on disk. */
export interface ExtractedSources {
  /** Path of the Go module: with `-trimpath`, what DWARF calls the folder. */
  readonly module: string;
  /** The folder with its files. */
  readonly path: string;
  readonly files: number;
  /** False when they were there already. */
  readonly written: boolean;
}

/**
 * Unpacks a source layer as `directory/<module>/…`. All is unpacked beside it and compared with the layer's digest
 * before it appears; what is there and equal is left alone, what is there and differs is never overwritten.
 * @throws SymbolError `LAYER_SHAPE`, `LAYER_TYPE`, `SOURCES_DIFFER`; OciError
 */
export async function extractSources(
  objects: ObjectStore,
  layer: Descriptor,
  directory: string,
): Promise<ExtractedSources> {
  const file = `${objects.name} ${layer.digest}`;
  await makeDirectory(directory);
  const draft = join(directory, `.sources-${randomBytes(6).toString('hex')}.tmp`);
  await mkdir(draft);
  try {
    const digests = new Map<string, string>();
    const tar = decompressed(await objects.getBlob(layer), layer.mediaType, file);
    for await (const { name, bytes } of readSourceFiles(tar, file)) {
      if (digests.has(name)) throw notASourceLayer(`the tar holds ${JSON.stringify(name)} twice`, file);
      digests.set(name, await writeHashed(join(draft, name), bytes));
    }
    const module = moduleOf([...digests.keys()], file);
    const path = join(directory, module);
    const there = await lstat(path).catch(() => undefined);
    if (there === undefined) {
      await makeDirectory(dirname(path));
      await rename(join(draft, module), path);
    } else await assertEqual(directory, digests);
    return { module, path, files: digests.size, written: there === undefined };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeHashed(path: string, bytes: AsyncIterable<Buffer>): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  const tapped = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of bytes) {
      hash.update(piece);
      yield piece;
    }
  };
  await pipeline(
    Readable.from(tapped(), { objectMode: false }),
    createWriteStream(path, { flags: 'wx', mode: 0o644 }),
  );
  return `sha256:${hash.digest('hex')}`;
}

/** The folder of the `go.mod` nearest to the top, which everything else is below. */
function moduleOf(names: readonly string[], layer: string): string {
  const [top] = names.filter((name) => name.endsWith('/go.mod')).sort((a, b) => a.length - b.length);
  if (top === undefined) throw notASourceLayer('the tar holds no go.mod', layer);
  const module = dirname(top);
  const outside = names.find((name) => !name.startsWith(`${module}/`));
  if (outside === undefined) return module;
  throw notASourceLayer(`the tar holds ${JSON.stringify(outside)}, which is not in ${module}`, layer);
}

async function assertEqual(directory: string, digests: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, digest] of digests) {
    const path = join(directory, name);
    const found = await digestOfFile(path).catch(() => undefined);
    if (found?.digest === digest) continue;
    throw new SymbolError(
      `${path} ${found === undefined ? 'is missing' : 'is another file'}, and the module is there already`,
      {
        kind: 'request',
        code: 'SOURCES_DIFFER',
        file: directory,
        next: 'Give --sources an empty folder for each release: nothing is overwritten.',
      },
    );
  }
}
