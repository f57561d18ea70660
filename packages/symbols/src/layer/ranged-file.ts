import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { type Descriptor, digestOfBytes, type ObjectStore } from '@gosymbols/oci';
import { frameIndexOf } from '../artifact/layer-annotations.ts';
import { SymbolError } from '../symbol-error.ts';
import { decodeFrameIndex, type FrameEntry } from './frame-index.ts';
import { decodeTarHeader, TAR_BLOCK } from './tar-header.ts';
import { DEBUG_ROOT, parentsOf } from './write-tar.ts';

const decompress = promisify(zstdDecompress);

/** Larger ones are refused: a frame is held in memory. Ours have 1 MiB. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** Neighbouring frames are asked for in one request up to this many bytes. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
const FRAMES_KEPT = 8;

interface PlacedFrame extends FrameEntry {
  readonly number: number;
  /** In the layer. */
  readonly at: number;
  /** In the tar. */
  readonly plainAt: number;
}

/** The one file of a layer, read by range requests: only the frames that hold what is asked for are fetched. */
export class RangedFile {
  readonly size: number;
  readonly #layer: { readonly objects: ObjectStore; readonly descriptor: Descriptor };
  readonly #frames: readonly PlacedFrame[];
  /** Of the file in the tar. */
  readonly #start: number;
  /** The last used last. */
  readonly #kept = new Map<number, Buffer>();

  private constructor(
    layer: { readonly objects: ObjectStore; readonly descriptor: Descriptor },
    frames: readonly FrameEntry[],
    file: { readonly start: number; readonly size: number },
  ) {
    this.#layer = layer;
    let [at, plainAt] = [0, 0];
    this.#frames = frames.map((frame, number) => {
      const placed = { ...frame, number, at, plainAt };
      at += frame.compressed;
      plainAt += frame.plain;
      return placed;
    });
    this.#start = file.start;
    this.size = file.size;
  }

  /**
   * @param file path below `usr/lib/debug`, and the size that the manifest promises
   * @returns undefined where the layer has no index of frames, or the store knows no ranges
   * @throws SymbolError `LAYER_SHAPE`
   */
  static async open(
    objects: ObjectStore,
    layer: Descriptor,
    file: { readonly path: string; readonly size: number },
  ): Promise<RangedFile | undefined> {
    const index = frameIndexOf(layer);
    const name = `${objects.name} ${layer.digest}`;
    if (index === undefined || index.size > layer.size || index.size > MAX_FRAME_BYTES) return undefined;
    const bytes = await objects.getBlobRange(layer, layer.size - index.size, index.size);
    if (bytes === undefined) return undefined;
    if (digestOfBytes(bytes) !== index.digest)
      throw wrong('its index of frames is not the one of the manifest', name);
    const path = `${DEBUG_ROOT}/${file.path}`;
    const header = parentsOf(path).length * TAR_BLOCK;
    const frames = decodeFrameIndex(bytes, layer.size, name);
    const ranged = new RangedFile({ objects, descriptor: layer }, frames, {
      start: header + TAR_BLOCK,
      size: file.size,
    });
    const entry = decodeTarHeader(await ranged.#plain(header, TAR_BLOCK));
    if (
      typeof entry !== 'object' ||
      entry.kind !== 'file' ||
      entry.name !== path ||
      entry.size !== file.size
    ) {
      throw wrong(`its tar does not hold ${path} of ${file.size} bytes where it should`, name);
    }
    return ranged;
  }

  /** @throws SymbolError `LAYER_SHAPE` for a range outside the file, or frames that are not what was promised */
  async read(offset: number, length: number): Promise<Buffer> {
    if (offset < 0 || length < 0 || offset + length > this.size) {
      throw wrong(`${length} bytes at ${offset} are outside its file of ${this.size}`, this.#name);
    }
    return this.#plain(this.#start + offset, length);
  }

  async #plain(offset: number, length: number): Promise<Buffer> {
    const end = offset + length;
    const needed = this.#frames.filter(({ plain, plainAt }) => plainAt < end && plainAt + plain > offset);
    await this.#fetch(needed);
    const pieces = needed.map(({ number, plain, plainAt }) => {
      const bytes = this.#kept.get(number) ?? Buffer.alloc(0);
      return bytes.subarray(Math.max(offset - plainAt, 0), Math.min(end - plainAt, plain));
    });
    const whole = Buffer.concat(pieces);
    for (const number of [...this.#kept.keys()].slice(0, -FRAMES_KEPT)) this.#kept.delete(number);
    if (whole.length === length) return whole;
    throw wrong(`its frames end before ${end}`, this.#name);
  }

  /** Runs of neighbours that are not here yet, each in one request. */
  async #fetch(needed: readonly PlacedFrame[]): Promise<void> {
    let run: PlacedFrame[] = [];
    let bytes = 0;
    for (const frame of needed) {
      if (this.#kept.has(frame.number)) continue;
      const follows = run.at(-1)?.number === frame.number - 1;
      if (run.length > 0 && (!follows || bytes + frame.compressed > MAX_REQUEST_BYTES)) {
        await this.#fetchRun(run);
        [run, bytes] = [[], 0];
      }
      run.push(frame);
      bytes += frame.compressed;
    }
    if (run.length > 0) await this.#fetchRun(run);
  }

  async #fetchRun(run: readonly PlacedFrame[]): Promise<void> {
    const { objects, descriptor } = this.#layer;
    const start = run[0]?.at ?? 0;
    const length = run.reduce((sum, { compressed }) => sum + compressed, 0);
    const bytes = await objects.getBlobRange(descriptor, start, length);
    if (bytes === undefined) throw wrong('the store gave a range once, and then no more', this.#name);
    for (const frame of run) {
      const stored = bytes.subarray(frame.at - start, frame.at - start + frame.compressed);
      if (!createHash('sha256').update(stored).digest().equals(frame.digest)) {
        throw wrong(`its frame ${frame.number} is not the one that was published`, this.#name);
      }
      if (frame.plain > MAX_FRAME_BYTES)
        throw wrong(`its frame ${frame.number} says ${frame.plain} bytes`, this.#name);
      const plain = await decompress(stored, { maxOutputLength: Math.max(frame.plain, 1) });
      if (plain.length !== frame.plain)
        throw wrong(`its frame ${frame.number} has ${plain.length} bytes`, this.#name);
      this.#kept.set(frame.number, plain);
    }
  }

  get #name(): string {
    return `${this.#layer.objects.name} ${this.#layer.descriptor.digest}`;
  }
}

function wrong(what: string, layer: string): SymbolError {
  return new SymbolError(`the layer cannot be read in parts: ${what}`, {
    kind: 'malformed',
    code: 'LAYER_SHAPE',
    file: layer,
    next: 'Do not use it: publish the symbols again.',
  });
}
