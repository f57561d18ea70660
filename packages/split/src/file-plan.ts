import type { ElfFile, Section } from '@gosymbols/elf';

/** A run of bytes of the new file. Gaps between pieces are zero. Without `source`, it comes from the original file. */
export type Piece =
  | { readonly kind: 'bytes'; readonly at: number; readonly bytes: Uint8Array; readonly what: string }
  /** Bytes of a file, as they are. */
  | {
      readonly kind: 'copy';
      readonly source?: ElfFile;
      readonly at: number;
      readonly from: number;
      readonly length: number;
      readonly what: string;
    }
  /** The decompressed content of a section. */
  | {
      readonly kind: 'content';
      readonly source?: ElfFile;
      readonly at: number;
      readonly section: Section;
      readonly length: number;
      readonly what: string;
    }
  /** A section's content compressed anew, from a scratch file. */
  | {
      readonly kind: 'scratch';
      readonly at: number;
      readonly path: string;
      readonly length: number;
      readonly what: string;
    }
  /** A symbol table whose section indices move. */
  | {
      readonly kind: 'symbols';
      readonly source?: ElfFile;
      readonly at: number;
      readonly section: Section;
      readonly length: number;
      readonly what: string;
      readonly newIndex: ReadonlyMap<number, number>;
    };

/** A file planned to the byte: its size is known, every range is reserved, then it is written front to back. */
export interface FilePlan {
  readonly size: number;
  /** Ascending by `at`, without overlap. */
  readonly pieces: readonly Piece[];
  /** Section headers as they will be, by name; for printing and for the proof. */
  readonly sections: readonly PlannedSection[];
}

/** A section header as it will be; its index is its place in the list. */
export type PlannedSection = Omit<Section, 'index'>;

export function pieceLength(piece: Piece): number {
  return piece.kind === 'bytes' ? piece.bytes.length : piece.length;
}

/** Holds the reservation: ascending, no overlap, inside the file. */
export function assertPlan(plan: FilePlan): FilePlan {
  let end = 0;
  for (const piece of plan.pieces) {
    if (piece.at < end) throw new Error(`plan: ${piece.what} at ${piece.at} overlaps what ends at ${end}`);
    end = piece.at + pieceLength(piece);
  }
  if (end !== plan.size) throw new Error(`plan: pieces end at ${end}, the file at ${plan.size}`);
  return plan;
}
