export * from './artifact/annotation-keys.ts';
export { buildTime } from './artifact/build-time.ts';
export { type BundleFacts, MAX_BUNDLE_LAYERS } from './artifact/bundle-manifest.ts';
export type { FoundSymbols } from './artifact/found-symbols.ts';
export {
  buildIdPath,
  type Identities,
  parseBuildId,
  type SymbolKey,
  symbolKeyOf,
  tagOfKey,
} from './artifact/symbol-key.ts';
export type { LayerCompression } from './layer/debug-layer.ts';
export { openSymbolStore, type StoreWorld } from './open-symbol-store.ts';
export * from './receipt.ts';
export { resolveSubject } from './resolve-subject.ts';
export { spellSize } from './spell-size.ts';
export { type BundleReceipt, putBundle } from './store/put-bundle.ts';
export {
  debugFilePath,
  type NewSymbols,
  type Standing,
  SymbolStore,
  type SymbolStoreOptions,
} from './store/symbol-store.ts';
export { SymbolError, type SymbolErrorCode } from './symbol-error.ts';
