import type { ByteSource } from '@gosymbols/bytes';
import type { FileKind } from './facts.ts';

/** First bytes by format; Mach-O in both byte orders and widths, and universal (fat) files. */
const MAGICS: readonly (readonly [kind: FileKind, ...hex: string[]])[] = [
  ['elf', '7f454c46'],
  ['mach-o', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe', 'bebafeca', 'cafebabf'],
  ['pe', '4d5a'],
  ['wasm', '0061736d'],
  ['archive', '213c617263683e', '1f8b', '504b0304', '28b52ffd', 'fd377a585a00', '425a68'],
  ['script', '2321'],
];

/** What a file is by its first bytes; the name plays no part. */
export function kindOf(source: ByteSource): FileKind {
  if (source.size === 0) return 'empty';
  const start = Buffer.from(source.read(0, Math.min(8, source.size))).toString('hex');
  return MAGICS.find(([, ...magics]) => magics.some((magic) => start.startsWith(magic)))?.[0] ?? 'other';
}
