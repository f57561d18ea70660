import { resolve } from 'node:path';
import { type Host, matchFiles, RequestError } from '@gosymbols/host';
import { inspectFile } from '@gosymbols/inspect';
import type { Digest, OciPlatform } from '@gosymbols/oci';
import { readIndex, resolveBeside } from '@gosymbols/record';
import { parseBuildId, type SymbolKey, symbolKeyOf } from '@gosymbols/symbols';
import { wantedOfCore } from './of-core.ts';
import { wantedOfImage } from './of-image.ts';

/** An image as the subject of bundles. */
export interface WantedImage {
  /** Of its manifest, and of the index that it was chosen from. */
  readonly digests: readonly Digest[];
  readonly platform: OciPlatform;
  /** The repository or layout that it is in, as a store; undefined for an archive. */
  readonly repository: string | undefined;
}

/** Symbols that somebody asks for. */
export interface Wanted {
  /** Build ID as typed, or name of the binary. */
  readonly name: string;
  readonly key: SymbolKey;
  /** The binary to debug, where it is known. */
  readonly binary?: string;
  /** What an index says that the debug file is. */
  readonly debugDigest?: string;
  /** Its absence is no failure: a library of a core. */
  readonly optional?: boolean;
  /** The binary, to prove the pair with, where it is no file that the user knows. */
  readonly compareWith?: string;
  /** The image that it is in, whose referrers may have its symbols. */
  readonly image?: WantedImage;
  /** The core file that asks for it. */
  readonly core?: string;
}

/**
 * @throws RequestError `INPUT_REQUIRED` when nothing is asked for, `NOT_ELF`; SymbolError `BUILD_ID_FORMAT`; IndexError
 */
export async function wantedSymbols(
  asked: {
    readonly buildIds: readonly string[];
    readonly binaries: readonly string[];
    readonly cores: readonly string[];
    readonly index: string | undefined;
    readonly images: readonly string[];
    /** They say by themselves what they hold. */
    readonly bundles: readonly string[];
  },
  host: Host,
): Promise<readonly Wanted[]> {
  const { cwd } = host;
  const wanted: Wanted[] = asked.buildIds.map((text) => ({ name: text, key: parseBuildId(text) }));
  if (asked.binaries.length > 0) {
    for (const { path, named } of await matchFiles(asked.binaries, cwd)) {
      wanted.push(...(await ofBinary(path, named, cwd)));
    }
  }
  for (const core of asked.cores) wanted.push(...wantedOfCore(core, cwd));
  for (const image of asked.images) wanted.push(...(await wantedOfImage(image, host)));
  if (asked.index !== undefined) wanted.push(...(await ofIndex(resolve(cwd, asked.index))));
  if (wanted.length === 0 && asked.bundles.length === 0) {
    throw new RequestError('there is nothing to fetch', {
      code: 'INPUT_REQUIRED',
      next: 'Give --build-id, --binary, --core, --image, --bundle or --index (of a gosymbols.json with debug files).',
    });
  }
  return [...new Map(wanted.map((one) => [one.key.hex, one])).values()];
}

async function ofBinary(path: string, named: boolean, cwd: string): Promise<Wanted[]> {
  const facts = await inspectFile(resolve(cwd, path));
  if (facts.kind === 'elf')
    return [{ name: path, key: symbolKeyOf(facts.buildIds), binary: resolve(cwd, path) }];
  if (!named) return [];
  throw new RequestError(`${path} is not an ELF file (${facts.kind})`, {
    code: 'NOT_ELF',
    next: 'Name a Linux binary; symbols of other formats are not published.',
  });
}

async function ofIndex(indexPath: string): Promise<Wanted[]> {
  const { binaries } = await readIndex(indexPath);
  return binaries.flatMap(({ name, split }) => {
    if (split?.debug === undefined) return [];
    const binary = resolveBeside(indexPath, split.stripped.path);
    return [{ name, key: symbolKeyOf(split.after.buildIds), binary, debugDigest: split.debug.digest }];
  });
}
