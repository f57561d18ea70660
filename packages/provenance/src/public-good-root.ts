import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { ProvenanceError } from './provenance-error.ts';

/**
 * The trust root of Sigstore's public instance, by TUF: its first root comes with the library, each later one is signed by
 * the one before.
 * @throws ProvenanceError `TRUST_ROOT_UNAVAILABLE`
 */
export async function publicGoodRoot(options: {
  /** For what TUF downloads. */
  readonly cache: string;
  readonly mirror?: string;
}): Promise<TrustedRoot> {
  const { getTrustedRoot } = await import('@sigstore/tuf');
  try {
    return await getTrustedRoot({
      cachePath: options.cache,
      retry: 2,
      timeout: 30_000,
      ...(options.mirror === undefined ? {} : { mirrorURL: options.mirror }),
    });
  } catch (cause) {
    throw new ProvenanceError(
      `the trust root of Sigstore's public instance could not be had: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        kind: 'unavailable',
        code: 'TRUST_ROOT_UNAVAILABLE',
        next: 'Give a `trusted-root` file: `gh attestation trusted-root > trusted_root.jsonl` writes one.',
        cause,
      },
    );
  }
}
