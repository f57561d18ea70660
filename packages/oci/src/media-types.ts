/** OCI image-spec 1.1, "OCI Image Media Types". */
export const MEDIA_TYPE_IMAGE_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const MEDIA_TYPE_IMAGE_INDEX = 'application/vnd.oci.image.index.v1+json';
export const MEDIA_TYPE_IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json';
export const MEDIA_TYPE_IMAGE_LAYER = 'application/vnd.oci.image.layer.v1.tar';
export const MEDIA_TYPE_IMAGE_LAYER_GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';
export const MEDIA_TYPE_IMAGE_LAYER_ZSTD = 'application/vnd.oci.image.layer.v1.tar+zstd';

/** Docker's types of the same shapes; registries that converted an image answer with them. */
export const MEDIA_TYPE_DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const MEDIA_TYPE_DOCKER_MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

/** What we say in `Accept` when asking for a manifest. */
export const MANIFEST_MEDIA_TYPES: readonly string[] = [
  MEDIA_TYPE_IMAGE_MANIFEST,
  MEDIA_TYPE_IMAGE_INDEX,
  MEDIA_TYPE_DOCKER_MANIFEST,
  MEDIA_TYPE_DOCKER_MANIFEST_LIST,
];

/** OCI image-spec 1.1, "Pre-Defined Annotation Keys". */
export const ANNOTATION_REF_NAME = 'org.opencontainers.image.ref.name';
export const ANNOTATION_CREATED = 'org.opencontainers.image.created';
export const ANNOTATION_TITLE = 'org.opencontainers.image.title';
export const ANNOTATION_DESCRIPTION = 'org.opencontainers.image.description';
export const ANNOTATION_SOURCE = 'org.opencontainers.image.source';
export const ANNOTATION_REVISION = 'org.opencontainers.image.revision';

/** Distribution-spec 1.1: registries should accept manifests of at least 4 MiB; most refuse more. */
export const MAX_MANIFEST_BYTES: number = 4 * 1024 * 1024;
