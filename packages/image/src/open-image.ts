import { type ImageManifest, openStore, readManifest, readWhole } from '@gosymbols/oci';
import { assertPlatform, chooseManifest } from './choose-manifest.ts';
import { ImageError } from './image-error.ts';
import { locateImage } from './image-location.ts';
import type { ImageLimits } from './limits.ts';
import { parsePlatform } from './platform.ts';
import { MAX_CONFIG_BYTES, readConfigFacts } from './read-config.ts';
import { ArchiveFile } from './source/archive-file.ts';
import { layoutSource } from './source/layout-source.ts';
import type { ManifestSource } from './source/manifest-source.ts';
import { openArchive } from './source/open-archive.ts';
import { registrySource } from './source/registry-source.ts';
import { type StoredImage, storedLayer } from './stored-image.ts';

export interface OpenImageOptions {
  /** Registry reference, `oci-layout:DIR[:tag]`, or the path of an archive. */
  readonly image: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For what an archive or a layer must be unpacked to. */
  readonly tempDir: string;
  /** `os/architecture[/variant]`; default the host's, or the only one that is there. */
  readonly platform?: string;
  readonly signal?: AbortSignal;
  /** Told of every secret before it is used, so that logs can mask it. */
  readonly onSecret?: (secret: string) => void;
}

/** Types of config that belong to a file system image. */
const IMAGE_CONFIG = /^application\/vnd\.(oci\.image\.config|docker\.container\.image)\.v1\+json$/;

/** Manifest and config; no layer is read. @throws ImageError, OciError */
export async function openImage(options: OpenImageOptions, limits: ImageLimits): Promise<StoredImage> {
  const { image: name, cwd, env, tempDir, signal, onSecret } = options;
  const wanted = options.platform === undefined ? undefined : parsePlatform(options.platform);
  const location = locateImage(name, cwd);
  if (location.kind === 'archive') {
    const archive = await ArchiveFile.open(location.path, { tempDir, limits, signal });
    const opened = await openArchive(archive, location.object, name);
    if (opened.kind === 'layout') return await imageOf(opened.source, wanted);
    assertPlatform(wanted, opened.image.platform, name);
    return opened.image;
  }
  if (location.kind === 'registry') {
    const { store, object } = location.reference;
    const opened = openStore(store, {
      cwd,
      env,
      ...(signal === undefined ? {} : { signal }),
      ...(onSecret === undefined ? {} : { onSecret }),
    });
    return await imageOf(registrySource(opened, object, name), wanted);
  }
  return await imageOf(await layoutSource(location.path, location.object, name), wanted);
}

async function imageOf(
  source: ManifestSource,
  wanted: ReturnType<typeof parsePlatform> | undefined,
): Promise<StoredImage> {
  const { manifest: stored, index } = await chooseManifest(source, wanted);
  const manifest = readManifest(stored.bytes, source.name);
  assertImage(manifest, source.name);
  const bytes = await readWhole(await source.blob(manifest.config), MAX_CONFIG_BYTES, source.name);
  const config = readConfigFacts(bytes, `${source.name}: config`);
  if (index === undefined) assertPlatform(wanted, config.platform, source.name);
  return {
    name: source.name,
    digest: stored.digest,
    ...(index === undefined ? {} : { indexDigest: index.digest }),
    platform: config.platform,
    config,
    layers: manifest.layers.map((layer, at) => storedLayer(source, layer, at)),
  };
}

function assertImage(manifest: ImageManifest, file: string): void {
  const { artifactType, config } = manifest;
  if (IMAGE_CONFIG.test(config.mediaType)) return;
  throw new ImageError(`it is an artifact of type ${artifactType ?? config.mediaType}, not an image`, {
    kind: 'request',
    code: 'IMAGE_MANIFEST_TYPE',
    file,
    next: 'Name a container image.',
  });
}
