import { stat } from 'node:fs/promises';
import { RequestError } from '@gosymbols/host';
import { type BinaryRecord, resolveBeside, type SymbolIndex } from '@gosymbols/record';
import { type NewSymbols, type SymbolKey, symbolKeyOf, tagOfKey } from '@gosymbols/symbols';
import type { PublishRequest } from './request.ts';

/** One debug file of the index, ready to be published. */
export interface Publishable {
  readonly name: string;
  readonly key: SymbolKey;
  readonly symbols: NewSymbols;
}

export interface Publishables {
  readonly files: readonly Publishable[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The debug files of an index, each proven, there, and alone under its build ID.
 * @throws RequestError `PROOF_FAILED`, `DEBUG_FILE_MISSING`, `BUILD_ID_SHARED`
 */
export async function publishables(
  index: SymbolIndex,
  indexPath: string,
  how: Pick<PublishRequest, 'executable' | 'ephemeral'>,
): Promise<Publishables> {
  const files: Publishable[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const record of index.binaries) {
    if (record.split === undefined) skipped.push({ name: record.name, reason: 'it was not split' });
    else if (record.split.debug === undefined)
      skipped.push({ name: record.name, reason: 'it has no debug file' });
    else
      files.push(await publishable(record, record.split, record.split.debug, { index, indexPath, ...how }));
  }
  assertDistinct(files);
  return { files, skipped };
}

async function publishable(
  record: BinaryRecord,
  split: NonNullable<BinaryRecord['split']>,
  debug: NonNullable<NonNullable<BinaryRecord['split']>['debug']>,
  {
    index,
    indexPath,
    executable,
    ephemeral,
  }: Pick<PublishRequest, 'executable' | 'ephemeral'> & {
    readonly index: SymbolIndex;
    readonly indexPath: string;
  },
): Promise<Publishable> {
  const failed = split.proof.claims.find(({ holds }) => !holds);
  if (!split.proof.holds || failed !== undefined) {
    throw new RequestError(
      `${record.name}: the split was not proven${failed === undefined ? '' : ` (${failed.id}: ${failed.detail})`}`,
      {
        code: 'PROOF_FAILED',
        next: 'Split it again; symbols of an unproven pair are never published.',
      },
    );
  }
  const path = resolveBeside(indexPath, debug.path);
  await assertSize(record.name, path, debug.size);
  const identities = split.after.buildIds;
  const platform = record.platform ?? split.after.platform ?? record.before.platform;
  return {
    name: record.name,
    key: symbolKeyOf(identities),
    symbols: {
      path,
      debug: { digest: debug.digest, size: debug.size },
      identities,
      binary: record.name,
      platform: { os: platform?.os ?? 'unknown', architecture: platform?.arch ?? 'unknown' },
      ...(index.source === undefined ? {} : { source: index.source }),
      quality: {
        level: split.levelWithDebug,
        functions: record.before.dwarf?.functions ?? 0,
        symbols: record.before.symtab?.symbols ?? 0,
      },
      ephemeral,
      executable: executable
        ? { ...split.stripped, path: resolveBeside(indexPath, split.stripped.path) }
        : undefined,
    },
  };
}

async function assertSize(name: string, path: string, size: number): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (found?.isFile() === true && found.size === size) return;
  throw new RequestError(
    found?.isFile() === true
      ? `${path}: debug file of ${name} has ${found.size} bytes, the index says ${size}`
      : `${path}: the debug file of ${name} is not there`,
    {
      code: 'DEBUG_FILE_MISSING',
      next: 'Split again, and move the folder with its gosymbols.json as a whole.',
    },
  );
}

function assertDistinct(files: readonly Publishable[]): void {
  const byKey = new Map<string, Publishable>();
  for (const file of files) {
    const other = byKey.get(file.key.hex);
    byKey.set(file.key.hex, file);
    if (other === undefined || other.symbols.debug.digest === file.symbols.debug.digest) continue;
    throw new RequestError(
      `${other.name} and ${file.name} share ${tagOfKey(file.key)} but have different debug files (${other.symbols.debug.digest}, ${file.symbols.debug.digest})`,
      { code: 'BUILD_ID_SHARED', next: 'Split with build-ids `repair`, so that each has an ID of its own.' },
    );
  }
}
