import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  blobOfBytes,
  type Digest,
  digestOfBytes,
  LayoutStore,
  MEDIA_TYPE_IMAGE_CONFIG,
  MEDIA_TYPE_IMAGE_INDEX,
  MEDIA_TYPE_IMAGE_LAYER,
  MEDIA_TYPE_IMAGE_LAYER_GZIP,
  MEDIA_TYPE_IMAGE_LAYER_ZSTD,
  MEDIA_TYPE_IMAGE_MANIFEST,
  type OciPlatform,
  parseTag,
} from '@gosymbols/oci';

export interface BuiltLayer {
  readonly bytes: Buffer;
  /** Default: what the bytes are. */
  readonly mediaType?: string;
  /** Default: the digest of the decompressed bytes. */
  readonly diffId?: Digest;
  /** In the manifest only. */
  readonly absent?: boolean;
}

export interface BuiltImage {
  readonly layers: readonly (Buffer | BuiltLayer)[];
  readonly tag?: string;
  readonly platform?: OciPlatform;
  /** Fields that replace those of the manifest, of the config. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface WrittenManifest {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform: OciPlatform;
}

const LINUX: OciPlatform = { os: 'linux', architecture: 'amd64' };

/** Writes an image into an OCI image layout. Nothing checks that it makes sense. */
export async function writeImage(directory: string, image: BuiltImage): Promise<WrittenManifest> {
  const store = new LayoutStore({ directory });
  const platform = image.platform ?? LINUX;
  const layers = image.layers.map((layer) =>
    Buffer.isBuffer(layer) ? { bytes: layer } : layer,
  ) as BuiltLayer[];
  const blob = async (bytes: Buffer, mediaType: string) => {
    const source = blobOfBytes(bytes);
    await store.putBlob(source);
    return { mediaType, digest: source.digest, size: source.size };
  };
  const config = {
    ...platform,
    rootfs: { type: 'layers', diff_ids: layers.map(diffIdOf) },
    ...image.config,
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE_IMAGE_MANIFEST,
    config: await blob(Buffer.from(JSON.stringify(config)), MEDIA_TYPE_IMAGE_CONFIG),
    layers: await Promise.all(
      layers.map(async ({ bytes, mediaType = typeOf(bytes), absent }) =>
        absent === true
          ? { mediaType, digest: digestOfBytes(bytes), size: bytes.length }
          : await blob(bytes, mediaType),
      ),
    ),
    ...image.manifest,
  };
  return await writeManifest(directory, manifest, { ...image, platform });
}

/** An index over manifests that are in the layout. */
export async function writeIndex(
  directory: string,
  manifests: readonly unknown[],
  tag?: string,
): Promise<Omit<WrittenManifest, 'platform'>> {
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPE_IMAGE_INDEX, manifests };
  const { platform: _none, ...written } = await writeManifest(
    directory,
    index,
    tag === undefined ? {} : { tag },
  );
  return written;
}

async function writeManifest(
  directory: string,
  document: { readonly mediaType: string },
  { tag, platform = LINUX }: { readonly tag?: string; readonly platform?: OciPlatform },
): Promise<WrittenManifest> {
  const bytes = Buffer.from(JSON.stringify(document));
  const { mediaType } = document;
  const store = new LayoutStore({ directory });
  if (tag === undefined) await store.putBlob(blobOfBytes(bytes));
  else await store.putManifest({ mediaType, bytes, tag: parseTag(tag) });
  return { mediaType, digest: digestOfBytes(bytes), size: bytes.length, platform };
}

function typeOf(bytes: Buffer): string {
  if (bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b) return MEDIA_TYPE_IMAGE_LAYER_GZIP;
  return isZstd(bytes) ? MEDIA_TYPE_IMAGE_LAYER_ZSTD : MEDIA_TYPE_IMAGE_LAYER;
}

function diffIdOf({ bytes, diffId }: BuiltLayer): Digest {
  if (diffId !== undefined) return diffId;
  if (bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b) return digestOfBytes(gunzipSync(bytes));
  return digestOfBytes(isZstd(bytes) ? zstdDecompressSync(bytes) : bytes);
}

function isZstd(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.of(0x28, 0xb5, 0x2f, 0xfd));
}
