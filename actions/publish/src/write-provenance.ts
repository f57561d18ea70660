import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@gosymbols/host';
import { parseImageReference } from '@gosymbols/oci';
import {
  type DebugPair,
  debugSymbolsStatement,
  type NamedDigest,
  subjectChecksums,
} from '@gosymbols/provenance';
import type { BinaryRecord, SymbolIndex } from '@gosymbols/record';
import type { Published } from './publish-all.ts';

/** Outputs for actions/attest; empty where nothing was asked for. */
export interface ProvenanceOutputs extends Readonly<Record<string, string>> {
  readonly 'predicate-type': string;
  readonly 'predicate-path': string;
  readonly 'subject-checksums': string;
  readonly statement: string;
}

/**
 * Writes the statement that binds what was published, and its parts in the form that actions/attest takes.
 * @throws ProvenanceError `SUBJECTS_TOO_MANY`
 */
export async function writeProvenance(
  index: SymbolIndex,
  published: readonly Published[],
  to: {
    readonly provenance: string | undefined;
    readonly subject: string | undefined;
    readonly image: string | undefined;
  },
): Promise<ProvenanceOutputs> {
  if (to.provenance === undefined)
    return { 'predicate-type': '', 'predicate-path': '', 'subject-checksums': '', statement: '' };
  const names = new Set(published.map(({ file }) => file.name));
  const image = imageOf(to.subject, to.image);
  const statement = debugSymbolsStatement({
    tool: index.tool,
    ...(index.source === undefined ? {} : { source: index.source }),
    pairs: index.binaries.flatMap((record) => (names.has(record.name) ? pairOf(record) : [])),
    ...(image === undefined ? {} : { image }),
  });
  const files = {
    'predicate.json': `${JSON.stringify(statement.predicate, null, 2)}\n`,
    'subjects.sha256': subjectChecksums(statement),
    'statement.json': `${JSON.stringify(statement, null, 2)}\n`,
  };
  await makeFolder(to.provenance);
  for (const [name, text] of Object.entries(files)) await writeFile(join(to.provenance, name), text);
  return {
    'predicate-type': statement.predicateType,
    'predicate-path': join(to.provenance, 'predicate.json'),
    'subject-checksums': join(to.provenance, 'subjects.sha256'),
    statement: join(to.provenance, 'statement.json'),
  };
}

function pairOf({ name, split, platform = split?.after.platform }: BinaryRecord): DebugPair[] {
  if (split?.debug === undefined) return [];
  const { gnu, go, file } = split.after.buildIds;
  return [
    {
      binary: { name, digest: split.stripped.digest },
      debug: { name: `${name}.debug`, digest: split.debug.digest },
      original: { digest: split.original.digest },
      ...(platform === undefined ? {} : { platform: { os: platform.os, architecture: platform.arch } }),
      buildIds: { ...(gnu === undefined ? {} : { gnu }), ...(go === undefined ? {} : { go }), file },
      proof: split.proof.claims.filter(({ holds }) => holds).map(({ id }) => id),
    },
  ];
}

/** Named without tag or digest, as actions/attest names images. */
function imageOf(subject: string | undefined, digest: string | undefined): NamedDigest | undefined {
  if (subject === undefined || digest === undefined) return undefined;
  return { name: parseImageReference(subject).store.text, digest };
}
