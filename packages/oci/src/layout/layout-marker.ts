import { readdir, readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { OciError } from '../oci-error.ts';
import { type LayoutPaths, sizeOfFile } from './layout-paths.ts';
import { writeDraft } from './write-draft.ts';

const MARKER = { imageLayoutVersion: '1.0.0' };
const MAX_MARKER_BYTES = 64 * 1024;

/**
 * Reads the file `oci-layout`. A directory that is absent, empty, or holds only what a writer of ours made before it
 * could write the marker, is `absent`.
 * @throws OciError `STORE_NOT_A_LAYOUT` for a directory of another kind: nothing is ever written into such a one
 */
export async function assertLayoutMarker(paths: LayoutPaths): Promise<'present' | 'absent'> {
  let size = await sizeOfFile(paths.marker);
  if (size === undefined) {
    const foreign = await foreignName(paths);
    if (foreign === undefined) return 'absent';
    // Another process may have made the layout between the two looks.
    size = await sizeOfFile(paths.marker);
    if (size === undefined)
      throw notALayout(
        paths,
        foreign === '' ? 'is not a directory' : `holds \`${foreign}\` but no file \`oci-layout\``,
      );
  }
  let version: unknown;
  try {
    version = (
      JSON.parse(size > MAX_MARKER_BYTES ? '' : await readFile(paths.marker, 'utf8')) as Record<
        string,
        unknown
      >
    )['imageLayoutVersion'];
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
  }
  if (version === MARKER.imageLayoutVersion) return 'present';
  throw notALayout(
    paths,
    `has an \`oci-layout\` file without imageLayoutVersion ${MARKER.imageLayoutVersion}`,
  );
}

export async function writeLayoutMarker(paths: LayoutPaths): Promise<void> {
  if ((await sizeOfFile(paths.marker)) !== undefined) return;
  const source = Readable.from([Buffer.from(JSON.stringify(MARKER))]);
  await writeDraft({ drafts: paths.drafts, target: paths.marker, source, check: [] });
}

/** A name that a layout would not hold; empty text when the path is not a directory. */
async function foreignName(paths: LayoutPaths): Promise<string | undefined> {
  try {
    if (!(await stat(paths.root)).isDirectory()) return '';
    const ours = ['.gosymbols', 'blobs', 'oci-layout'];
    return (await readdir(paths.root)).find((name) => !ours.includes(name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') return '';
    throw error;
  }
}

function notALayout(paths: LayoutPaths, what: string): OciError {
  return new OciError(`the directory is not an OCI image layout: ${what}`, {
    kind: 'request',
    code: 'STORE_NOT_A_LAYOUT',
    file: paths.root,
    next: 'Name an empty or new directory, or an existing layout.',
  });
}
