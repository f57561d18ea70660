import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileSource } from '@gosymbols/bytes';
import { findSection, readElf } from '@gosymbols/elf';
import { makeFolder, UnavailableError } from '@gosymbols/host';
import type { BazelOutput } from './build-events.ts';

const ELF = '7f454c46';
/** Mach-O (either byte order, universal too), PE. */
const FOREIGN = /^(feedfac[ef]|c[ef]faedfe|cafebab[ef]|4d5a)/;

/** An output of Bazel's, copied out: its own tree is read-only, and a change there makes it run the action again. */
export interface CopiedOutput {
  readonly label: string;
  readonly path: string;
}

/**
 * Copies the Go programs among the outputs to `outDir`, under the paths that Bazel gives them; with the folder of the
 * configuration where one path is built in several. Programs that are no ELF files cannot be asked and are copied.
 */
export async function copyPrograms(outputs: readonly BazelOutput[], outDir: string): Promise<CopiedOutput[]> {
  const programs: (BazelOutput & { readonly from: string })[] = [];
  for (const output of outputs) {
    const from = localPath(output);
    if (await isProgram(from)) programs.push({ ...output, from });
  }
  const copied: CopiedOutput[] = [];
  for (const { label, name, prefix, from } of programs) {
    const shared = programs.some((other) => other.name === name && other.from !== from);
    // `bazel-out/k8-fastbuild/bin`: the middle one tells configurations apart.
    const folder = shared ? (prefix.split('/')[1] ?? '') : '';
    const path = join(outDir, normalize(`/${folder}/${name}`));
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

function localPath({ uri, label }: BazelOutput): string {
  if (uri.startsWith('file://')) return fileURLToPath(uri);
  throw new UnavailableError(`the output of ${label} is in the remote cache only: ${uri}`, {
    code: 'BAZEL_REMOTE_OUTPUT',
    next: 'Build with --remote_download_outputs=toplevel (in your .bazelrc, or in `args`).',
  });
}

async function isProgram(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o111) === 0) return false;
  const magic = await firstBytes(path);
  return magic === ELF ? isGo(path) : FOREIGN.test(magic);
}

async function firstBytes(path: string): Promise<string> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.subarray(0, bytesRead).toString('hex');
}

/** What Go's linker puts into every program, a stripped one too. */
function isGo(path: string): boolean {
  using source = FileSource.open(path);
  const elf = readElf(source);
  return ['.go.buildinfo', '.gopclntab', '.data.rel.ro.gopclntab'].some(
    (name) => findSection(elf, name) !== undefined,
  );
}
