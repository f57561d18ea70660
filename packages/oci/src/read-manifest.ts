import type { Descriptor, ImageConfig, ImageManifest, OciPlatform } from './descriptor.ts';
import { isDigest, parseDigest } from './digest.ts';
import { OciError } from './oci-error.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The text of an image manifest as a value; unknown fields are passed over.
 * @param file what it came from, for messages. @throws OciError `MANIFEST_SHAPE` naming the field
 */
export function readManifest(bytes: Uint8Array, file: string): ImageManifest {
  const fields = objectOf(parseJson(bytes, file, 'manifest'), 'manifest', file);
  if (fields['schemaVersion'] !== 2) throw shape('schemaVersion is not 2', file);
  if (!Array.isArray(fields['layers']))
    throw shape('layers is not a list (an image manifest is needed)', file);
  const artifactType = optionalText(fields['artifactType'], 'artifactType', file);
  const annotations = annotationsOf(fields['annotations'], file);
  return {
    schemaVersion: 2,
    mediaType: optionalText(fields['mediaType'], 'mediaType', file) ?? '',
    ...(artifactType === undefined ? {} : { artifactType }),
    config: readDescriptor(fields['config'], 'config', file),
    layers: fields['layers'].map((layer, index) => readDescriptor(layer, `layers[${index}]`, file)),
    ...(fields['subject'] === undefined
      ? {}
      : { subject: readDescriptor(fields['subject'], 'subject', file) }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

/** @throws OciError `MANIFEST_SHAPE` */
export function readConfig(bytes: Uint8Array, file: string): ImageConfig {
  const fields = objectOf(parseJson(bytes, file, 'image config'), 'image config', file);
  const rootfs = objectOf(fields['rootfs'], 'rootfs', file);
  const diffIds = rootfs['diff_ids'];
  if (!Array.isArray(diffIds) || !diffIds.every(isDigest))
    throw shape('rootfs.diff_ids is not a list of digests', file);
  const variant = optionalText(fields['variant'], 'variant', file);
  return {
    architecture: optionalText(fields['architecture'], 'architecture', file) ?? '',
    os: optionalText(fields['os'], 'os', file) ?? '',
    ...(variant === undefined ? {} : { variant }),
    rootfs: { type: 'layers', diff_ids: diffIds },
  };
}

/** @param field its place in the document, for messages. @throws OciError */
export function readDescriptor(value: unknown, field: string, file: string): Descriptor {
  const fields = objectOf(value, field, file);
  const mediaType = fields['mediaType'];
  const size = fields['size'];
  if (typeof mediaType !== 'string') throw shape(`${field}.mediaType is not text`, file);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw shape(`${field}.size is ${JSON.stringify(size)}, not a number of bytes`, file);
  }
  const annotations = annotationsOf(fields['annotations'], file);
  const artifactType = optionalText(fields['artifactType'], `${field}.artifactType`, file);
  const platform = fields['platform'];
  return {
    mediaType,
    digest: parseDigest(fields['digest'], file),
    size,
    ...(platform === undefined || platform === null
      ? {}
      : { platform: platformOf(platform, `${field}.platform`, file) }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(artifactType === undefined || artifactType === '' ? {} : { artifactType }),
  };
}

function platformOf(value: unknown, field: string, file: string): OciPlatform {
  const fields = objectOf(value, field, file);
  const variant = optionalText(fields['variant'], `${field}.variant`, file);
  return {
    os: optionalText(fields['os'], `${field}.os`, file) ?? '',
    architecture: optionalText(fields['architecture'], `${field}.architecture`, file) ?? '',
    ...(variant === undefined || variant === '' ? {} : { variant }),
  };
}

export function parseJson(bytes: Uint8Array, file: string, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new OciError(`${what} is not JSON`, { kind: 'malformed', code: 'MANIFEST_SHAPE', file, cause });
  }
}

function objectOf(value: unknown, field: string, file: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw shape(`${field} is not an object`, file);
}

function optionalText(value: unknown, field: string, file: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw shape(`${field} is not text`, file);
}

function annotationsOf(value: unknown, file: string): Readonly<Record<string, string>> | undefined {
  if (value === undefined || value === null) return undefined;
  const fields = objectOf(value, 'annotations', file);
  for (const [key, text] of Object.entries(fields)) {
    if (typeof text !== 'string') throw shape(`annotation ${key} is not text`, file);
  }
  return fields as Readonly<Record<string, string>>;
}

function shape(message: string, file: string): OciError {
  return new OciError(message, { kind: 'malformed', code: 'MANIFEST_SHAPE', file });
}
