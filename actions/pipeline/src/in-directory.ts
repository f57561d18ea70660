import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Host, type Outcome, RequestError } from '@gosymbols/host';

/**
 * Runs `body` with the process in `directory`, as a workflow step's `working-directory` does.
 * @throws RequestError when it is no folder
 */
export async function inDirectory(
  directory: string,
  host: Host,
  body: (host: Host) => Promise<Outcome>,
): Promise<Outcome> {
  const path = resolve(host.cwd, directory);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new RequestError(`working-directory \`${directory}\` is no folder`, {
      code: 'DIRECTORY_MISSING',
      next: `It is looked up from ${host.cwd}.`,
    });
  }
  const before = process.cwd();
  process.chdir(path);
  try {
    return await body(Object.assign(Object.create(host) as Host, { cwd: path }));
  } finally {
    process.chdir(before);
  }
}
