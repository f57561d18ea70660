/** Media types of layers that are tars: OCI image-spec 1.1, "Image Layer Filesystem Changeset", and Docker's. */
const LAYER_TYPE =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar)(?:[+.](gzip|zstd))?$/;

/** What the type says of the compression; undefined for what is no file system layer. */
export function compressionSaid(mediaType: string): 'none' | 'gzip' | 'zstd' | undefined {
  const match = LAYER_TYPE.exec(mediaType);
  if (match === null) return undefined;
  return (match[1] as 'gzip' | 'zstd' | undefined) ?? 'none';
}
