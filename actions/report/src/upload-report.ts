import { dirname, relative, resolve, sep } from 'node:path';
import { type Host, UnavailableError } from '@gosymbols/host';

/**
 * Uploads files as one artifact.
 * @returns its id, undefined where there is no artifact service
 * @throws UnavailableError when the service refuses
 */
export async function uploadReport(
  host: Host,
  name: string,
  files: readonly string[],
): Promise<number | undefined> {
  try {
    const id = await host.uploadArtifact(name, files, commonFolder(files));
    if (id === undefined) host.notice(`There is no artifact service here: \`${name}\` was not uploaded.`);
    return id;
  } catch (cause) {
    throw new UnavailableError(
      `artifact \`${name}\` could not be uploaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      { code: 'ARTIFACT_UPLOAD', next: 'Run the job again, or leave `upload-artifact` empty.', cause },
    );
  }
}

/** Where people find the artifact; undefined outside a workflow run. */
export function artifactUrl(host: Host, id: number | undefined): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = host.env;
  if (id === undefined || server === undefined || repository === undefined || run === undefined)
    return undefined;
  return `${server}/${repository}/actions/runs/${run}/artifacts/${id}`;
}

/** The deepest folder that holds all files. */
export function commonFolder(files: readonly string[]): string {
  let folder = dirname(resolve(files[0] ?? '.'));
  while (files.some((file) => leaves(relative(folder, resolve(file)))) && folder !== dirname(folder))
    folder = dirname(folder);
  return folder;
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`);
}
