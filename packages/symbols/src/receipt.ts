/** What publishing one debug file did. Plain data, kept in gosymbols.json. */
export interface PublishReceipt {
  /** Store as the user named it, e.g. `oci-layout:dist/symbols` or `ghcr.io/acme/shop/symbols`. */
  readonly store: string;
  /** Tag under which a lookup by build ID finds the manifest: `build-id-<hex>`. */
  readonly tag: string;
  /** Digest of the manifest, `sha256:…`. */
  readonly digest: string;
  readonly mediaType: string;
  /** Digest of the debug file inside the layer. */
  readonly debugDigest: string;
  /** Bytes of the layer as stored. */
  readonly layerBytes: number;
  /** The same manifest was there already. */
  readonly existed: boolean;
  /** It was read back, its digests compared, and a lookup by build ID found it. */
  readonly verified: boolean;
}
