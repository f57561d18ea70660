import type { Digest, LayerCompression, OciPlatform } from '@gosymbols/oci';

export interface LayerFacts {
  /** Of the bytes as stored; old `docker save` archives do not say it. */
  readonly digest?: Digest;
  /** Of the decompressed tar, compared with the image's config. */
  readonly diffId: Digest;
  /** What the manifest says; `docker save` archives do not. */
  readonly mediaType?: string;
  readonly compression: LayerCompression;
  /** Bytes as stored: what a pull transfers. */
  readonly wire: number;
  /** Bytes of the tar. */
  readonly size: number;
  /** Files, directories, links and whiteouts. */
  readonly entries: number;
  /** The build step, from the config's history. */
  readonly createdBy?: string;
  /** Bytes of this layer's files that the image no longer shows. */
  readonly waste: number;
}

export interface WastedPath {
  readonly path: string;
  /** Bytes that are transferred and stored, and that nobody can see. */
  readonly bytes: number;
  /** Indices of the layers that added it, oldest first; the last one is the one that shows, unless it was deleted. */
  readonly layers: readonly number[];
  /** Index of the layer that deleted it. */
  readonly deletedIn?: number;
}

export interface WasteFacts {
  readonly bytes: number;
  /** Paths that waste bytes; `paths` lists the largest. */
  readonly files: number;
  readonly paths: readonly WastedPath[];
}

/** What an image is, as plain data. */
export interface ImageFacts {
  /** As the user named it. */
  readonly name: string;
  /** Of the image manifest; old `docker save` archives have none. */
  readonly digest?: Digest;
  /** Of the index that the name stands for, where it stands for one. */
  readonly indexDigest?: Digest;
  readonly platform: OciPlatform;
  readonly created?: string;
  readonly entrypoint: readonly string[];
  /** Sum of all layers' stored bytes. */
  readonly wire: number;
  /** Sum of all layers' tar bytes. */
  readonly size: number;
  readonly layers: readonly LayerFacts[];
  readonly waste: WasteFacts;
  /** ELF files that could not be read far enough to tell whether they are Go's. */
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
  readonly warnings: readonly string[];
}

/** A Go executable or shared object of the final file system, copied to a temporary file. */
export interface ImageBinary {
  /** In the image, with a leading `/`. */
  readonly path: string;
  /** All its names: hard links share one file. */
  readonly paths: readonly string[];
  /** The copy; it is gone when the contents are disposed. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
  /** Index of the layer that it comes from. */
  readonly layer: number;
}
