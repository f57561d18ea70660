import { faultOf, type Host } from '@gosymbols/host';
import { inspectImageBinary, readImage } from '@gosymbols/image';
import type { Policy } from '@gosymbols/policy';
import type { BinaryRecord, ImageRecord, SymbolIndex } from '@gosymbols/record';
import { attributeFile, measureFile } from '@gosymbols/size';
import { recordImage } from './record-image.ts';

/** Codes of images that are not there, which an `optional` artifact may be. */
const ABSENT = /(NOT_FOUND|MISSING|UNKNOWN)$|^IMAGE_REFERENCE$/;

/**
 * The images of the policy's artifacts, each read whole, and the Go programs in them. A program that the index knows to
 * the byte is judged with what the index knows of it: its proven debug file, its packages before stripping.
 * @throws ImageError, OciError where an image that is not optional cannot be read
 */
export async function readImages(
  { artifacts }: Policy,
  index: SymbolIndex,
  host: Host,
): Promise<ImageRecord[]> {
  const images: ImageRecord[] = [];
  for (const { name, image, optional } of artifacts) {
    if (image === undefined) continue;
    try {
      images.push(await readOne(name, image.value, index, host));
    } catch (error) {
      const fault = faultOf(error);
      if (!optional || !ABSENT.test(fault.code ?? '')) throw error;
      host.notice(`${name} is optional, and its image was not read: ${fault.message}`);
    }
  }
  return images;
}

async function readOne(
  artifact: string,
  image: string,
  index: SymbolIndex,
  host: Host,
): Promise<ImageRecord> {
  const { signal } = host;
  const progress = host.progress(`Reading ${image}`);
  try {
    await using contents = await readImage({
      image,
      cwd: host.cwd,
      env: host.env,
      tempDir: host.tempDir,
      signal,
      onSecret: (secret) => host.secret(secret),
    });
    const { facts } = contents;
    for (const warning of facts.warnings) host.warning(`${image}: ${warning}`);
    for (const { path, why } of facts.unreadable) host.warning(`${image}: ${path} was not looked at: ${why}`);
    const binaries: BinaryRecord[] = [];
    for (const binary of contents.binaries) {
      const before = await inspectImageBinary(binary, { signal });
      const known = index.binaries.find((record) => isSameFile(record, before));
      const packages = known === undefined ? await attributeFile(binary.file, before, { signal }) : undefined;
      binaries.push({
        ...(known ?? {
          producer: { tool: 'unknown' },
          before,
          levelBefore: 'D0',
          ...(packages && { packages }),
          sizeBefore: await measureFile(binary.file, before, { wire: false }),
        }),
        name: binary.path,
        path: binary.path,
        ...(before.platform && { platform: before.platform }),
      });
    }
    progress.done(`${facts.layers.length} layers, ${binaries.length} Go programs`);
    return recordImage(artifact, facts, binaries);
  } catch (error) {
    progress.failed(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** By size and by digest of head and tail: enough to find it, and the proof stands for the whole. */
function isSameFile({ before, split }: BinaryRecord, facts: BinaryRecord['before']): boolean {
  const shipped = split?.after ?? before;
  return shipped.size === facts.size && shipped.buildIds.file === facts.buildIds.file;
}
