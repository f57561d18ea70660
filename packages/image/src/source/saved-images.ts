import { parseJson } from '@gosymbols/oci';
import { ImageError } from '../image-error.ts';

/** Names of members of the archive. */
export interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

type Field = 'Config' | 'RepoTags' | 'Layers';

/** `manifest.json` of `docker save` (Moby image specification v1.2, "Combined Image JSON + Filesystem Changeset Format"). */
export function readSaved(bytes: Uint8Array, file: string): readonly SavedImage[] {
  const list = parseJson(bytes, file, 'manifest.json');
  if (!Array.isArray(list)) throw shape('is not a list', file);
  return list.map((value: unknown, at) => {
    const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<Field, unknown>;
    const { Config: config, RepoTags: tags, Layers: layers } = fields;
    if (typeof config !== 'string') throw shape(`[${at}].Config is not text`, file);
    if (!isTexts(layers)) throw shape(`[${at}].Layers is not a list of names`, file);
    return { config, tags: isTexts(tags) ? tags : [], layers };
  });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function shape(message: string, file: string): ImageError {
  return new ImageError(message, {
    code: 'IMAGE_ARCHIVE_SHAPE',
    file,
    next: 'It was not made by `docker save`.',
  });
}
