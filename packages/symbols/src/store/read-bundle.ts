import {
  type Descriptor,
  type Digest,
  isDigest,
  type ObjectStore,
  readConfig,
  readManifest,
  readWhole,
  type Tag,
} from '@gosymbols/oci';
import { ANNOTATION_KEY, ARTIFACT_TYPE_BUNDLE } from '../artifact/annotation-keys.ts';
import type { BundleMember } from '../artifact/bundle-manifest.ts';
import { type Ephemeral, readEphemeral } from '../artifact/ephemeral.ts';
import type { FoundSymbols } from '../artifact/found-symbols.ts';
import { fileOfLayer } from '../artifact/layer-annotations.ts';
import { keyOfTag, tagOfKey } from '../artifact/symbol-key.ts';
import { SymbolError } from '../symbol-error.ts';

export interface StoredBundle {
  readonly digest: Digest;
  readonly config: Descriptor;
  readonly subject: Descriptor | undefined;
  readonly members: readonly BundleMember[];
  readonly ephemeral: Ephemeral | undefined;
}

const MAX_CONFIG_BYTES = 1024 * 1024;

/** A bundle by tag or digest; undefined where there is none. @throws SymbolError `SYMBOLS_NOT_READABLE` */
export async function readBundle(
  objects: ObjectStore,
  object: Tag | Digest,
): Promise<StoredBundle | undefined> {
  const stored = await objects.getManifest(object);
  if (stored === undefined) return undefined;
  const file = `${objects.name} ${object}`;
  const manifest = readManifest(stored.bytes, file);
  if (manifest.artifactType !== ARTIFACT_TYPE_BUNDLE) {
    throw notABundle(objects, object, stored.digest, `has artifactType ${manifest.artifactType ?? '(none)'}`);
  }
  const config = readConfig(
    await readWhole(await objects.getBlob(manifest.config), MAX_CONFIG_BYTES, file),
    file,
  );
  const members = manifest.layers.map((layer, index) => {
    const key = layer.annotations?.[ANNOTATION_KEY];
    const diffId = config.rootfs.diff_ids[index];
    // The key becomes a path on disk: it must be one that a tag can say.
    if (key === undefined || keyOfTag(`build-id-${key}`) === undefined || diffId === undefined) {
      throw notABundle(objects, object, stored.digest, `has a layer of key ${key ?? '(none)'}`);
    }
    return { key, diffId, descriptor: layer };
  });
  return {
    digest: stored.digest,
    config: manifest.config,
    subject: manifest.subject,
    members,
    ephemeral: readEphemeral(manifest.annotations ?? {}),
  };
}

/** Members as a lookup by build ID would give them: a copy of the bundle alone is enough to fetch from. */
export function symbolsOfBundle(bundle: StoredBundle, objects: ObjectStore): readonly FoundSymbols[] {
  return bundle.members.map(({ key, descriptor }) => {
    const debug = fileOfLayer(descriptor);
    if (debug === undefined || !isDigest(debug.digest)) {
      throw new SymbolError(
        `the bundle ${bundle.digest} does not say which debug file its layer ${key} holds`,
        {
          kind: 'malformed',
          code: 'SYMBOLS_NOT_READABLE',
          file: objects.name,
          next: 'Publish the release again with this version, or fetch by --build-id.',
        },
      );
    }
    return {
      key,
      tag: tagOfKey({ hex: key }),
      digest: bundle.digest,
      mediaType: descriptor.mediaType,
      config: bundle.config,
      layer: descriptor,
      layers: [descriptor],
      debug,
      gnu: undefined,
      go: undefined,
      file: undefined,
      binary: undefined,
      toolVersion: undefined,
      quality: undefined,
      ephemeral: bundle.ephemeral,
    };
  });
}

function notABundle(objects: ObjectStore, object: string, digest: Digest, what: string): SymbolError {
  return new SymbolError(`${object} is not a bundle of symbols: it ${what}`, {
    kind: 'malformed',
    code: 'SYMBOLS_NOT_READABLE',
    file: objects.name,
    next: `Somebody else wrote ${digest}: look at it, then delete the tag and publish again.`,
  });
}
