import { openStore, parseStoreReference } from '@gosymbols/oci';
import { buildTime } from './artifact/build-time.ts';
import type { LayerCompression } from './layer/make-layer.ts';
import { SymbolStore } from './store/symbol-store.ts';

/** What a store needs of the world around it; a host is one. */
export interface StoreWorld {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tempDir: string;
  readonly signal: AbortSignal;
  /** Masks a value in logs. */
  secret(value: string): void;
}

/**
 * The symbol store that `text` names (`oci-layout:DIR` or `host/repository`). Touches neither disk nor network yet.
 * @throws OciError `REFERENCE_FORMAT`, SymbolError `SOURCE_DATE_EPOCH_FORMAT`
 */
export function openSymbolStore(
  text: string,
  world: StoreWorld,
  options: { readonly toolVersion: string; readonly compression?: LayerCompression },
): SymbolStore {
  const objects = openStore(parseStoreReference(text), {
    cwd: world.cwd,
    env: world.env,
    signal: world.signal,
    onSecret: (value) => world.secret(value),
  });
  return new SymbolStore({ ...options, objects, tempDir: () => world.tempDir, time: buildTime(world.env) });
}
