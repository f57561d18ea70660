import { ImageError } from '../image-error.ts';
import { type ImageLimits, overLimit } from '../limits.ts';
import { decodeHeader, type Header, isZero, TAR_BLOCK } from './header.ts';
import { decimal } from './numbers.ts';
import { decodePax, type PaxRecords, paxValue } from './pax.ts';
import { decoded, type Fault, readSparse } from './read-sparse.ts';
import type { SparseRun } from './sparse.ts';
import type { TarInput } from './tar-input.ts';
import { cText } from './text.ts';

export type TarKind = 'file' | 'hard-link' | 'symlink' | 'directory' | 'other';

export interface Piece {
  /** In the file. Bytes between pieces are zeros. */
  readonly offset: number;
  readonly bytes: Buffer;
}

export interface TarEntry {
  /** As written: not cleaned, may be hostile. */
  readonly name: string;
  readonly kind: TarKind;
  readonly link: string;
  /** Bytes of the file as a reader sees it, holes included. */
  readonly size: number;
  /** Bytes of it in the archive, from `position` on. */
  readonly stored: number;
  readonly position: number;
  readonly mode: number;
  /** The content in order, once, before the next entry is asked for. What is not taken is passed over. */
  pieces(): AsyncGenerator<Piece, void, undefined>;
}

const HEADER_ONLY = '123456';
const KINDS: Readonly<Record<string, TarKind>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '3': 'other',
  '4': 'other',
  '5': 'directory',
  '6': 'other',
  '7': 'file',
  S: 'file',
};

/**
 * Entries of a tar as Go's archive/tar reads them, because containerd, Docker and Podman unpack layers by it: two blocks
 * of zeros end the archive whatever follows, GNU's long name beats pax' `path`, global pax headers change nothing, links
 * and directories have no content whatever their size says.
 * @param file for messages. @throws ImageError `IMAGE_TAR`, `IMAGE_LIMIT`
 */
export async function* readTar(
  input: TarInput,
  limits: ImageLimits,
  file: string,
): AsyncGenerator<TarEntry, void, undefined> {
  let pax: PaxRecords = [];
  let longName: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const at = input.position;
    const fault: Fault = (message) => tarError(message, file, at);
    const block = await input.exact(TAR_BLOCK);
    if (block.length === 0) return;
    if (block.length < TAR_BLOCK) throw fault('the tar ends within a header');
    if (isZero(block)) {
      const second = await input.exact(TAR_BLOCK);
      if (second.length === 0 || isZero(second)) return;
      throw fault('a block of zeros stands between tar entries');
    }
    const header = decoded(decodeHeader(block), fault);
    if ('xgLK'.includes(header.type)) {
      if (header.size > limits.extendedHeader) throw overLimit('extendedHeader', limits, file);
      const content = await input.exact(header.size);
      if (content.length < header.size || !(await input.skip(padding(header.size))))
        throw fault('the tar ends within an extended header');
      if (header.type === 'x') pax = decoded(decodePax(content), fault);
      if (header.type === 'L') longName = cText(content);
      if (header.type === 'K') longLink = cText(content);
      continue;
    }
    const entry = await entryOf(input, header, pax, { longName, longLink, fault });
    pax = [];
    longName = undefined;
    longLink = undefined;
    yield entry;
    const end = entry.position + entry.stored;
    if (!(await input.skip(end + padding(end - at) - input.position)))
      throw fault(`the tar ends within ${JSON.stringify(entry.name)}`);
  }
}

interface Around {
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
  readonly fault: Fault;
}

async function entryOf(
  input: TarInput,
  header: Header,
  pax: PaxRecords,
  { longName, longLink, fault }: Around,
): Promise<TarEntry> {
  const written = paxValue(pax, 'size');
  const declared = written === undefined ? header.size : decimal(written);
  if (declared === undefined) throw fault(`a tar size is ${JSON.stringify(written)}`);
  const kind = KINDS[header.type];
  const name = longName ?? paxValue(pax, 'path') ?? header.name;
  if (kind === undefined)
    throw fault(`${JSON.stringify(name)} is of tar type ${JSON.stringify(header.type)}, which is unknown`);
  const start = input.position;
  let stored = HEADER_ONLY.includes(header.type) ? 0 : declared;
  const sparse = kind === 'file' ? await readSparse(input, header, pax, stored, fault) : undefined;
  // The old format's extra blocks are not counted in the size, the map of format 1.0 is.
  if (header.gnuSparse === undefined) stored -= input.position - start;
  const runs = sparse?.runs;
  const runBytes = runs?.reduce((sum, { length }) => sum + length, 0) ?? stored;
  if (runBytes !== stored)
    throw fault(`${JSON.stringify(name)} has ${stored} bytes, its sparse map ${runBytes}`);
  return {
    name: sparse?.name ?? name,
    kind: header.type === '\0' && name.endsWith('/') ? 'directory' : kind,
    link: longLink ?? paxValue(pax, 'linkpath') ?? header.link,
    size: sparse?.realSize ?? stored,
    stored,
    position: input.position,
    mode: header.mode,
    pieces: () =>
      piecesOf(input, runs ?? [{ offset: 0, length: stored }], () => fault('the tar ends within a file')),
  };
}

async function* piecesOf(
  input: TarInput,
  runs: readonly SparseRun[],
  cut: () => ImageError,
): AsyncGenerator<Piece, void, undefined> {
  for (const run of runs) {
    for (let done = 0; done < run.length; ) {
      const bytes = await input.some(run.length - done);
      if (bytes.length === 0) throw cut();
      yield { offset: run.offset + done, bytes };
      done += bytes.length;
    }
  }
}

function padding(size: number): number {
  return (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
}

function tarError(message: string, file: string, offset: number): ImageError {
  return new ImageError(message, {
    code: 'IMAGE_TAR',
    file,
    offset,
    next: 'The layer or archive is cut short or damaged: build, save or pull it again.',
  });
}
