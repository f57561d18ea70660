import { statSync } from 'node:fs';
import { FormatError } from '@gosymbols/bytes';

/** @throws FormatError when `out` is one of the inputs, by whatever name or link, or a folder */
export function assertApart(out: string, inputs: Readonly<Record<string, string>>): void {
  const target = statSync(out, { throwIfNoEntry: false });
  if (target === undefined) return;
  for (const [input, path] of Object.entries(inputs)) {
    const source = statSync(path);
    if (source.dev !== target.dev || source.ino !== target.ino) continue;
    throw new FormatError(`\`out\` is the same file as \`${input}\`, which would be overwritten`, {
      code: 'OUT_IS_INPUT',
      kind: 'request',
      file: out,
      next: 'Choose another path for the full file.',
    });
  }
  if (target.isFile()) return;
  const what = target.isDirectory() ? 'is a directory' : 'is not a regular file';
  throw new FormatError(`${what}, \`out\` must be the path of the full file`, {
    code: 'FILE_KIND',
    kind: 'request',
    file: out,
    next: 'Name a file in it.',
  });
}
