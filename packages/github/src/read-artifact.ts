import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import type { RunArtifact } from './artifacts.ts';
import { explained, GitHubError } from './github-error.ts';
import type { GitHubApi } from './open-api.ts';

export interface ArtifactLimits {
  /** Bytes of the archive. */
  readonly archive: number;
  /** Bytes of the file in it, decompressed. */
  readonly file: number;
}

/** 262 binaries take about 3 MB; ten thousand about 100 MB, and compress to a tenth. */
const LIMITS: ArtifactLimits = { archive: 32 * 1024 * 1024, file: 128 * 1024 * 1024 };
/** An honest report has a handful of files. */
const MAX_ENTRIES = 1000;

/**
 * One text file out of an artifact's archive, whatever else is in it: nothing is written to disk, nothing runs, and
 * whoever made it can cost no more than the limits.
 * @throws GitHubError, code GITHUB_ARTIFACT where the archive is not what it should be
 */
export async function readArtifactFile(
  api: GitHubApi,
  from: {
    readonly owner: string;
    readonly repo: string;
    readonly artifact: RunArtifact;
    readonly file: string;
  },
  limits: ArtifactLimits = LIMITS,
): Promise<string> {
  const { artifact, file } = from;
  const archive = await download(api, from, limits.archive);
  try {
    return await textIn(archive, file, limits.file);
  } catch (cause) {
    throw refused(artifact, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

async function download(
  api: GitHubApi,
  { owner, repo, artifact }: { owner: string; repo: string; artifact: RunArtifact },
  limit: number,
): Promise<Buffer> {
  const tooLarge = (bytes: number): GitHubError =>
    refused(artifact, `it is ${bytes} bytes, more than ${limit}`);
  if (artifact.bytes > limit) throw tooLarge(artifact.bytes);
  const doing = `artifact ${artifact.id} (\`${artifact.name}\`)`;
  try {
    const { headers, url } = await api.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      {
        owner,
        repo,
        artifact_id: artifact.id,
        archive_format: 'zip',
        request: { redirect: 'manual', parseSuccessResponseBody: false },
      },
    );
    // The signed address is another host's: it must not see the token.
    const answer = await fetch(headers.location ?? url);
    if (!answer.ok || answer.body === null) throw new Error(`its archive answered ${answer.status}`);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of answer.body) {
      bytes += piece.length;
      if (bytes > limit) throw tooLarge(bytes);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    throw explained(error, doing);
  }
}

function textIn(archive: Buffer, name: string, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(
      archive,
      { lazyEntries: true, validateEntrySizes: true, strictFileNames: true },
      (error, zip) => {
        if (error) return reject(error);
        let entries = 0;
        zip.on('error', reject);
        zip.on('end', () => reject(new Error(`it has no ${name}`)));
        zip.on('entry', (entry: Entry) => {
          entries++;
          if (entries > MAX_ENTRIES) return reject(new Error(`it has more than ${MAX_ENTRIES} files`));
          if (entry.fileName !== name && !entry.fileName.endsWith(`/${name}`)) return zip.readEntry();
          textOf(zip, entry, limit).then(resolve, reject);
        });
        zip.readEntry();
      },
    );
  });
}

async function textOf(zip: ZipFile, entry: Entry, limit: number): Promise<string> {
  const size = entry.uncompressedSize;
  if (size > limit) throw new Error(`${entry.fileName} is ${size} bytes, more than ${limit}`);
  const stream = await zip.openReadStreamPromise(entry);
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
}

function refused(artifact: RunArtifact, why: string, cause?: unknown): GitHubError {
  return new GitHubError(
    `artifact ${artifact.id} (\`${artifact.name}\`, run ${artifact.runId}) cannot be used: ${why}`,
    {
      kind: 'unavailable',
      code: 'GITHUB_ARTIFACT',
      next: 'Look at the run that uploaded it.',
      cause,
    },
  );
}
