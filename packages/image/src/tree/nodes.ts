/** A file, link or device. Hard links are several names of one. */
export interface Leaf {
  readonly kind: 'file' | 'symlink' | 'other';
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
  /** Target of a symbolic link. */
  readonly link: string;
  /** The layer that its content comes from. */
  readonly layer: number;
  /** Names that it has now. */
  names: number;
}

export interface Directory {
  readonly kind: 'directory';
  readonly children: Map<string, Child>;
}

export interface Child {
  readonly node: Leaf | Directory;
  /** The layer that gave it this name. */
  readonly layer: number;
}

export function newDirectory(): Directory {
  return { kind: 'directory', children: new Map() };
}
