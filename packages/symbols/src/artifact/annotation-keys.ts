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
/** Levels and counts by which two debug files of one build are told apart. */
export const ANNOTATION_LEVEL = 'dev.gosymbols.debug.level';
export const ANNOTATION_FUNCTIONS = 'dev.gosymbols.debug.functions';
export const ANNOTATION_SYMBOLS = 'dev.gosymbols.debug.symbols';
/** Label of symbols that are to go, and when (RFC 3339). */
export const ANNOTATION_EPHEMERAL = 'dev.gosymbols.ephemeral';
export const ANNOTATION_EXPIRES = 'dev.gosymbols.expires';

/** Annotations of a layer's descriptor. */
export const ANNOTATION_LAYER = 'dev.gosymbols.layer';
export const ANNOTATION_LAYER_FILE_DIGEST = 'dev.gosymbols.layer.file.digest';
export const ANNOTATION_LAYER_FILE_SIZE = 'dev.gosymbols.layer.file.size';
export const ANNOTATION_FRAMES_DIGEST = 'dev.gosymbols.layer.frames.digest';
export const ANNOTATION_FRAMES_SIZE = 'dev.gosymbols.layer.frames.size';
