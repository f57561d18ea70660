import type { Descriptor } from './descriptor.ts';
import { type Digest, digestOfBytes, isDigest } from './digest.ts';
import type { StoredManifest } from './object-store.ts';
import { OciError } from './oci-error.ts';

/** A manifest that names a subject, and how it is listed among the referrers of that subject. */
export interface Referrer {
  readonly subject: Digest;
  readonly descriptor: Descriptor;
}

/**
 * Undefined for a manifest without a subject, and for what is no manifest. `artifactType` is the manifest's own, else
 * the media type of its config (distribution-spec 1.1, "Listing Referrers").
 */
export function referrerOf(manifest: Omit<StoredManifest, 'digest'>): Referrer | undefined {
  const { subject, artifactType, config, annotations } = fieldsOf(manifest.bytes);
  const { digest } = objectOf(subject);
  if (!isDigest(digest)) return undefined;
  const type = artifactType ?? objectOf(config)['mediaType'];
  return {
    subject: digest,
    descriptor: {
      mediaType: manifest.mediaType,
      digest: digestOfBytes(manifest.bytes),
      size: manifest.bytes.length,
      ...(typeof type === 'string' ? { artifactType: type } : {}),
      ...(annotations === undefined ? {} : { annotations: objectOf(annotations) as Record<string, string> }),
    },
  };
}

export function noSubject(store: string): OciError {
  return new OciError('the manifest names no subject', {
    kind: 'request',
    code: 'SUBJECT_MISSING',
    file: store,
  });
}

function fieldsOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
