import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ImageReference, parseImageReference } from '@gosymbols/oci';
import { ImageError } from './image-error.ts';

/** Where an image is. `object` is a tag, a digest or a whole name, as written; undefined for the only one there is. */
export type ImageLocation =
  | { readonly kind: 'registry'; readonly reference: ImageReference }
  | { readonly kind: 'layout'; readonly path: string; readonly object: string | undefined }
  | { readonly kind: 'archive'; readonly path: string; readonly object: string | undefined };

const PREFIXES = {
  'oci-layout:': 'layout',
  'oci-archive:': 'archive',
  'docker-archive:': 'archive',
} as const;

/** Without a prefix, only such a path may be followed by a tag: `localhost` of `localhost:5000/shop` can be a folder too. */
const LOOKS_LIKE_A_PATH = /^\.{0,2}\/|\.(tar|tgz|tar\.\w+)$/;

/**
 * A registry reference, `oci-layout:DIR[:tag|@digest]`, `oci-archive:FILE[:tag]`, `docker-archive:FILE[:tag]`, or the path
 * of a file or directory that is there. @throws ImageError `IMAGE_REFERENCE`, OciError `REFERENCE_FORMAT`
 */
export function locateImage(text: string, cwd: string): ImageLocation {
  for (const [prefix, kind] of Object.entries(PREFIXES)) {
    if (!text.startsWith(prefix)) continue;
    const found = splitPath(text.slice(prefix.length), cwd);
    if (found === undefined) throw notThere(text);
    return { kind, path: found.path, object: found.object };
  }
  const found = splitPath(text, cwd, LOOKS_LIKE_A_PATH);
  if (found !== undefined)
    return { kind: found.isDirectory ? 'layout' : 'archive', path: found.path, object: found.object };
  if (LOOKS_LIKE_A_PATH.test(text)) throw notThere(text);
  return { kind: 'registry', reference: parseImageReference(text) };
}

/** The longest part in front of `@` or `:` that is a file or directory; colons may stand in the path itself. */
function splitPath(
  text: string,
  cwd: string,
  withObject = /./,
): { path: string; object: string | undefined; isDirectory: boolean } | undefined {
  const cuts = [...text.matchAll(/[@:]/g)].map(({ index }) => index).reverse();
  for (const cut of [text.length, ...cuts]) {
    const name = text.slice(0, cut);
    if (name === '' || name.includes('\0') || (cut < text.length && !withObject.test(name))) continue;
    const path = resolve(cwd, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !(stat.isFile() || stat.isDirectory())) continue;
    const object = text.slice(cut + 1);
    return { path, object: object === '' ? undefined : object, isDirectory: stat.isDirectory() };
  }
  return undefined;
}

function notThere(text: string): ImageError {
  return new ImageError(`\`${text}\` names no file or directory that is there`, {
    kind: 'request',
    code: 'IMAGE_REFERENCE',
    next: 'Write a registry reference (ghcr.io/acme/shop:1.2), `oci-layout:DIR[:tag]`, or the path of an archive made by `docker save`.',
  });
}
