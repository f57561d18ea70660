import { type ByteOrder, type ByteSource, Cursor } from '@gosymbols/bytes';

export interface PclntabHeader {
  /** Go version that introduced the layout. */
  readonly version: '1.2' | '1.16' | '1.18' | '1.20';
  /** Bytes of the smallest instruction: 1, 2 or 4. */
  readonly quantum: number;
  readonly pointerSize: 4 | 8;
  readonly functions: number;
  /** `textStart` of the header; zero since Go 1.26, and in position-independent files. */
  readonly textStart: bigint;
  /** Offsets in bytes from the start of the table. */
  readonly funcnames: number;
  /** Names of source files, up to `pctab`; 0 in the layout of Go 1.2, which has them elsewhere. */
  readonly filetab: number;
  readonly pctab: number;
  readonly functab: number;
}

/** Magic numbers of Go's internal/abi/symtab.go (`Go12PclntabMagic`…). */
const MAGICS: Readonly<Record<number, PclntabHeader['version']>> = {
  4294967291: '1.2',
  4294967290: '1.16',
  4294967280: '1.18',
  4294967281: '1.20',
};

/** Undefined when the bytes are no pclntab: wrong magic, or numbers that do not fit the table. */
export function readPclntabHeader(source: ByteSource, order: ByteOrder): PclntabHeader | undefined {
  const length = Math.min(8 + 8 * 8, source.size);
  if (length < 16) return undefined;
  const cursor = new Cursor(source.read(0, length), order, 'pclntab');
  const version = MAGICS[cursor.u32()];
  if (version === undefined || cursor.u16() !== 0) return undefined;
  const quantum = cursor.u8();
  const pointerSize = cursor.u8();
  if (![1, 2, 4].includes(quantum) || (pointerSize !== 4 && pointerSize !== 8)) return undefined;
  if (cursor.left < pointerSize * 8 && version !== '1.2') return undefined;
  const word = (): bigint => (pointerSize === 8 ? cursor.u64() : BigInt(cursor.u32()));
  const functions = word();
  const header =
    version === '1.2'
      ? { textStart: 0n, funcnames: 0n, filetab: 0n, pctab: 0n, functab: BigInt(8 + pointerSize) }
      : readOffsets(version, word);
  const width = version === '1.18' || version === '1.20' ? 4n : BigInt(pointerSize);
  const fits =
    header.functab + functions * width * 2n <= BigInt(source.size) && header.funcnames <= BigInt(source.size);
  if (!fits) return undefined;
  return {
    version,
    quantum,
    pointerSize,
    functions: Number(functions),
    textStart: header.textStart,
    funcnames: Number(header.funcnames),
    filetab: Number(header.filetab),
    pctab: Number(header.pctab),
    functab: Number(header.functab),
  };
}

function readOffsets(
  version: string,
  word: () => bigint,
): { textStart: bigint; funcnames: bigint; filetab: bigint; pctab: bigint; functab: bigint } {
  word(); // nfiles
  const textStart = version === '1.16' ? 0n : word();
  const funcnames = word();
  word(); // cuOffset
  const filetab = word();
  const pctab = word();
  return { textStart, funcnames, filetab, pctab, functab: word() };
}
