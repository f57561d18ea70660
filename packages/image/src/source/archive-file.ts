import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { readWhole } from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';
import { type ImageLimits, overLimit } from '../limits.ts';
import { readTar, type TarEntry } from '../tar/read-tar.ts';
import { FileInput } from '../tar/tar-input.ts';
import { decompressArchive, type UnpackOptions } from './decompress-archive.ts';

type Member = { readonly position: number; readonly size: number } | { readonly target: string };

/** Links among an archive's members: `docker save` shares layers by them. */
const MAX_LINKS = 8;

/** A tar on disk, of which members are read by position. */
export class ArchiveFile {
  readonly path: string;
  /** The tar itself: `path`, or its decompressed copy. */
  readonly #plain: string;
  readonly #members: ReadonlyMap<string, Member>;

  private constructor(path: string, plain: string, members: ReadonlyMap<string, Member>) {
    this.path = path;
    this.#plain = plain;
    this.#members = members;
  }

  /** @throws ImageError `IMAGE_TAR`, `IMAGE_LIMIT`, `IMAGE_ARCHIVE_SHAPE` */
  static async open(path: string, options: UnpackOptions): Promise<ArchiveFile> {
    const plain = await decompressArchive(path, options);
    await using file = await open(plain, 'r');
    return new ArchiveFile(path, plain, await membersOf(file, path, options.limits));
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** @throws ImageError `IMAGE_ARCHIVE_MISSING` */
  sizeOf(name: string): number {
    return this.#need(name).size;
  }

  /** @throws ImageError `IMAGE_ARCHIVE_MISSING` */
  stream(name: string): Readable {
    const { position, size } = this.#need(name);
    if (size === 0) return Readable.from([], { objectMode: false });
    const range = { start: position, end: position + size - 1 };
    return createReadStream(this.#plain, { ...range, highWaterMark: 256 * 1024 });
  }

  /** @throws ImageError `IMAGE_ARCHIVE_MISSING`, OciError `MANIFEST_TOO_LARGE` */
  async whole(name: string, limit: number): Promise<Buffer> {
    return await readWhole(this.stream(name), limit, `${this.path}: ${name}`);
  }

  #need(name: string): Exclude<Member, { target: string }> {
    const found = this.#find(name);
    if (found !== undefined) return found;
    throw new ImageError(`the archive lacks ${JSON.stringify(name)}`, {
      code: 'IMAGE_ARCHIVE_MISSING',
      file: this.path,
      next: 'It was cut short, or saved without all platforms: save it again, or name a platform that it holds.',
    });
  }

  #find(name: string): Exclude<Member, { target: string }> | undefined {
    let found = this.#members.get(clean(name));
    for (let hops = 0; found !== undefined && 'target' in found; hops++) {
      if (hops === MAX_LINKS) return undefined;
      found = this.#members.get(found.target);
    }
    return found;
  }
}

async function membersOf(
  file: FileHandle,
  path: string,
  limits: ImageLimits,
): Promise<ReadonlyMap<string, Member>> {
  const { size } = await file.stat();
  const members = new Map<string, Member>();
  for await (const entry of readTar(new FileInput(file, size), limits, path)) {
    if (members.size >= limits.entries) throw overLimit('entries', limits, path);
    const name = clean(entry.name);
    const member = memberOf(entry, name, path);
    if (member !== undefined) members.set(name, member);
  }
  return members;
}

function memberOf(entry: TarEntry, name: string, path: string): Member | undefined {
  if (entry.kind === 'symlink') return { target: clean(posix.join(posix.dirname(name), entry.link)) };
  if (entry.kind === 'hard-link') return { target: clean(entry.link) };
  if (entry.kind !== 'file') return undefined;
  if (entry.size === entry.stored) return { position: entry.position, size: entry.size };
  throw new ImageError(`${JSON.stringify(name)} is stored as a sparse file`, {
    kind: 'unsupported',
    code: 'IMAGE_ARCHIVE_SHAPE',
    file: path,
    next: 'Pack the archive without `--sparse`.',
  });
}

function clean(name: string): string {
  return posix.normalize(`/${name}`).slice(1);
}
