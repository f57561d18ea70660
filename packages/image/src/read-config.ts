import { type Digest, type OciPlatform, parseJson, readConfig } from '@gosymbols/oci';

export interface ConfigFacts {
  readonly platform: OciPlatform;
  readonly diffIds: readonly Digest[];
  readonly created?: string;
  /** Entrypoint and command. */
  readonly entrypoint: readonly string[];
  /** The build step of each layer; empty where the history does not fit the layers. */
  readonly createdBy: readonly (string | undefined)[];
}

/** Larger configs do not exist: this is what registries allow for manifests. */
export const MAX_CONFIG_BYTES: number = 4 * 1024 * 1024;

/** @param file for messages. @throws OciError `MANIFEST_SHAPE` */
export function readConfigFacts(bytes: Uint8Array, file: string): ConfigFacts {
  const { os, architecture, variant, rootfs } = readConfig(bytes, file);
  const document = parseJson(bytes, file, 'image config') as Record<string, unknown>;
  const run = (document['config'] ?? {}) as Record<string, unknown>;
  const created = document['created'];
  const steps = listOf(document['history'])
    .map((step) => (step ?? {}) as Record<string, unknown>)
    .filter((step) => step['empty_layer'] !== true)
    .map((step) => textOf(step['created_by']) ?? textOf(step['comment']));
  return {
    platform: { os, architecture, ...(variant === undefined || variant === '' ? {} : { variant }) },
    diffIds: rootfs.diff_ids,
    ...(typeof created === 'string' ? { created } : {}),
    entrypoint: [...listOf(run['Entrypoint']), ...listOf(run['Cmd'])].filter(
      (word) => typeof word === 'string',
    ),
    createdBy: steps.length === rootfs.diff_ids.length ? steps : [],
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
