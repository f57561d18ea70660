import { type Digest, isDigest } from './digest.ts';
import { OciError } from './oci-error.ts';
import { isTag, type Tag } from './tag.ts';

/** A directory that is an OCI image layout. `text` is how the user spelled it. */
export interface LayoutReference {
  readonly kind: 'layout';
  readonly directory: string;
  readonly text: string;
}

/** A repository of a registry. */
export interface RegistryReference {
  readonly kind: 'registry';
  /** Host with port, lower case, e.g. `ghcr.io` or `localhost:5000`. */
  readonly host: string;
  readonly repository: string;
  readonly text: string;
}

export type StoreReference = LayoutReference | RegistryReference;

/** A store and one object in it. */
export interface ImageReference {
  readonly store: StoreReference;
  readonly object: Digest | Tag;
}

const LAYOUT_PREFIX = 'oci-layout:';
const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
/** Distribution-spec 1.1, `<name>`. */
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/**
 * `oci-layout:DIR` or `host[:port]/repository`, without tag or digest.
 * @throws OciError `REFERENCE_FORMAT` that says what to write instead
 */
export function parseStoreReference(text: string): StoreReference {
  if (text.startsWith(LAYOUT_PREFIX)) {
    const directory = text.slice(LAYOUT_PREFIX.length);
    if (directory === '' || directory.includes('\0'))
      throw wrong(text, 'names no directory', 'oci-layout:.gosymbols/symbols');
    return { kind: 'layout', directory, text };
  }
  if (text.includes('://')) throw wrong(text, 'has a scheme', text.slice(text.indexOf('://') + 3));
  if (text.includes('@')) throw wrong(text, 'carries a digest', text.slice(0, text.indexOf('@')));
  const slash = text.indexOf('/');
  const host = slash === -1 ? '' : text.slice(0, slash).toLowerCase();
  const looksLikeHost = (/[.:]/.test(host) && !/^\.+$/.test(host)) || host === 'localhost';
  if (!looksLikeHost) {
    throw wrong(
      text,
      'names no registry host',
      /^[./]/.test(text) ? `oci-layout:${text}` : `ghcr.io/${text || 'acme/shop/symbols'}`,
    );
  }
  if (!HOST.test(host) || Number(/:(\d+)$/.exec(host)?.[1] ?? 1) > 65535) {
    throw wrong(text, `has no usable host (${JSON.stringify(host)})`, 'ghcr.io/acme/shop/symbols');
  }
  const repository = text.slice(slash + 1);
  const colon = repository.lastIndexOf(':');
  if (colon !== -1) throw wrong(text, 'carries a tag', `${host}/${repository.slice(0, colon)}`);
  if (!REPOSITORY.test(repository)) {
    const folded = repository.toLowerCase();
    throw wrong(
      text,
      repository === ''
        ? 'names no repository'
        : `has a repository that registries refuse (${JSON.stringify(repository)})`,
      REPOSITORY.test(folded) ? `${host}/${folded}` : `${host}/acme/shop/symbols`,
    );
  }
  return { kind: 'registry', host, repository, text };
}

/** A store reference followed by `@sha256:…` or `:tag`. @throws OciError `REFERENCE_FORMAT` */
export function parseImageReference(text: string): ImageReference {
  const at = text.lastIndexOf('@');
  const colon = text.lastIndexOf(':');
  const cut = at !== -1 ? at : colon;
  const object = text.slice(cut + 1);
  if (at !== -1 ? isDigest(object) : colon > text.lastIndexOf('/') && isTag(object)) {
    const store = text.slice(0, cut);
    if (store !== 'oci-layout') return { store: parseStoreReference(store), object: object as Digest | Tag };
  }
  throw wrong(text, 'names no tag or digest', 'ghcr.io/acme/shop@sha256:<64 hex digits>');
}

function wrong(text: string, what: string, instead: string): OciError {
  return new OciError(`\`${text}\` ${what}`, {
    kind: 'request',
    code: 'REFERENCE_FORMAT',
    next: `Write, for example, \`${instead}\`.`,
  });
}
