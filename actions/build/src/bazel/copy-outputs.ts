import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder, UnavailableError } from '@gosymbols/host';
import type { BazelOutput } from './build-events.ts';

/** ELF, Mach-O (either byte order, universal too), PE. */
const PROGRAM = /^(7f454c46|feedfac[ef]|c[ef]faedfe|cafebab[ef]|4d5a)/;

/** An output of Bazel's, copied out: its own tree is read-only, and a change there makes it run the action again. */
export interface CopiedOutput {
  readonly label: string;
  readonly path: string;
}

/** Copies the programs among the outputs to `outDir`, under the paths that Bazel gives them. */
export async function copyPrograms(outputs: readonly BazelOutput[], outDir: string): Promise<CopiedOutput[]> {
  const copied: CopiedOutput[] = [];
  for (const { label, uri, name } of outputs) {
    const from = localPath(uri, label);
    if (!(await isProgram(from))) continue;
    const path = join(outDir, normalize(`/${name}`));
    const draft = `${path}.${process.pid}.tmp`;
    await makeFolder(dirname(path));
    try {
      await copyFile(from, draft);
      await chmod(draft, 0o755);
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
    copied.push({ label, path });
  }
  return copied;
}

function localPath(uri: string, label: string): string {
  if (uri.startsWith('file://')) return fileURLToPath(uri);
  throw new UnavailableError(`the output of ${label} is in the remote cache only: ${uri}`, {
    code: 'BAZEL_REMOTE_OUTPUT',
    next: 'Build with --remote_download_outputs=toplevel (in your .bazelrc).',
  });
}

async function isProgram(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o111) === 0) return false;
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return PROGRAM.test(buffer.subarray(0, bytesRead).toString('hex'));
}
