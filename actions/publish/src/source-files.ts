import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { fitsTarName, SOURCE_ROOT, type TarFile } from '@gosymbols/symbols';

/** What a line table can name. Tests are not linked into what ships. */
const SOURCES = ['**/*.{go,s,S,c,cc,cpp,cxx,h,hh,hpp,m,f,swig}', 'go.mod', 'go.sum'];
const LEFT_OUT = ['**/.*/**', '**/testdata/**', '**/*_test.go', '**/node_modules/**'];

/**
 * The sources of the module in `folder`, in an order of their own.
 * @throws RequestError `SOURCES_MISSING`
 */
export async function sourceFiles(folder: string, host: Host): Promise<readonly TarFile[]> {
  const module = await moduleOf(folder);
  // Few runs publish sources: the others need no globs.
  const { glob } = await import('tinyglobby');
  const names = await glob(SOURCES, { cwd: folder, ignore: LEFT_OUT, followSymbolicLinks: false });
  const files: TarFile[] = [];
  for (const name of names.sort()) {
    const path = join(folder, name);
    const { size, isFile } = await lstat(path).then((found) => ({
      size: found.size,
      isFile: found.isFile(),
    }));
    const inside = `${SOURCE_ROOT}/${module}/${name}`;
    if (isFile && fitsTarName(inside)) files.push({ path, name: inside, size });
    else if (isFile)
      host.notice(`${name} is left out of the sources: its path is too long for a tar of this kind`);
  }
  return files;
}

async function moduleOf(folder: string): Promise<string> {
  const path = join(folder, 'go.mod');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw error;
  });
  const module = /^module\s+"?([\w./~-]+)"?\s*$/m.exec(text)?.[1];
  if (module !== undefined && !module.split('/').includes('..')) return module;
  throw new RequestError(`${path} names no module`, {
    code: 'SOURCES_MISSING',
    next: 'Give --sources the folder of the Go module.',
  });
}
