import type { Severity } from '@gosymbols/policy';
import type { Difference } from '@gosymbols/size';

/** One image as the renderers print it; bytes. */
export interface ImageModel {
  /** Name of the policy's artifact. */
  readonly artifact: string;
  readonly name: string;
  /** `linux/amd64`; absent when unknown. */
  readonly platform?: string;
  /** All layers unpacked, and as they are pulled. */
  readonly size: number;
  readonly wire: number;
  /** Of files that a later layer replaces or deletes. */
  readonly waste: number;
  /** Go programs that it shows. */
  readonly binaries: number;
  /** In their order; those that only the baseline has come last. */
  readonly layers: readonly LayerModel[];
  /** Now minus then; absent without a baseline of it. */
  readonly baseline?: {
    readonly sizeDelta: number;
    readonly wireDelta: number;
    readonly wasteDelta: number;
    readonly isNoise: boolean;
    readonly unlike: readonly Difference[];
  };
  /** The worst severity of the findings about the image as a whole. */
  readonly worst?: Severity;
}

export interface LayerModel {
  /** As it is pulled; 0 where it is gone. */
  readonly wire: number;
  readonly size: number;
  /** The build step. */
  readonly createdBy?: string;
  /** Of `wire`, against the layer that it is compared with. */
  readonly delta?: number;
  readonly is?: 'new' | 'gone';
}
