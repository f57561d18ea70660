/** `artifactType` of the manifest of one binary's symbols. */
export const ARTIFACT_TYPE_DEBUG = 'application/vnd.gosymbols.debug.v1';
/** `artifactType` of the manifest that gathers the debug layers of one release and platform. */
export const ARTIFACT_TYPE_BUNDLE = 'application/vnd.gosymbols.bundle.v1';

/** Annotations of the manifest (docs/symbol-artifact.md). */
export const ANNOTATION_KEY = 'dev.gosymbols.key';
export const ANNOTATION_KEY_FROM = 'dev.gosymbols.key.from';
export const ANNOTATION_GNU_ID = 'dev.gosymbols.build-id.gnu';
export const ANNOTATION_GO_ID = 'dev.gosymbols.build-id.go';
export const ANNOTATION_FILE_ID = 'dev.gosymbols.file-id';
export const ANNOTATION_CONSTANT_ID = 'dev.gosymbols.build-id.constant';
export const ANNOTATION_DEBUG_DIGEST = 'dev.gosymbols.debug.digest';
export const ANNOTATION_DEBUG_SIZE = 'dev.gosymbols.debug.size';
export const ANNOTATION_BINARY = 'dev.gosymbols.binary';
export const ANNOTATION_TOOL_VERSION = 'dev.gosymbols.tool.version';
