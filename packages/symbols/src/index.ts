export * from './artifact/annotation-keys.ts';
export { buildTime } from './artifact/build-time.ts';
export { type BundleFacts, type BundleMember, MAX_BUNDLE_LAYERS } from './artifact/bundle-manifest.ts';
export type { DebugQuality } from './artifact/debug-quality.ts';
export { type Ephemeral, parseEphemeral } from './artifact/ephemeral.ts';
export { type FoundSymbols, sourceLayerOf } from './artifact/found-symbols.ts';
export {
  buildIdPath,
  executablePath,
  type Identities,
  parseBuildId,
  type SymbolKey,
  symbolKeyOf,
  type Term,
  tagOfKey,
} from './artifact/symbol-key.ts';
export { DebugCache } from './cache/debug-cache.ts';
export { type LayerCompression, type MadeLayer, makeLayer } from './layer/make-layer.ts';
export { RangedFile } from './layer/ranged-file.ts';
export { fitsTarName } from './layer/tar-header.ts';
export { SOURCE_ROOT, type TarFile } from './layer/write-tar.ts';
export { openSymbolStore, type StoreWorld } from './open-symbol-store.ts';
export * from './receipt.ts';
export { type LoginInputs, withLogin } from './registry-login.ts';
export { resolveSubject } from './resolve-subject.ts';
export { spellSize } from './spell-size.ts';
export { bundlesOf } from './store/bundles-of.ts';
export { type ExtractedSources, extractSources } from './store/extract-sources.ts';
export { type EphemeralTag, listEphemeral } from './store/list-ephemeral.ts';
export type { NewSymbols } from './store/new-symbols.ts';
export { type BundleReceipt, draftBundle, putBundle } from './store/put-bundle.ts';
export { readBundle, type StoredBundle, symbolsOfBundle } from './store/read-bundle.ts';
export { refusal, type Standing } from './store/standing.ts';
export { debugFilePath, SymbolStore, type SymbolStoreOptions } from './store/symbol-store.ts';
export { SymbolError, type SymbolErrorCode } from './symbol-error.ts';
