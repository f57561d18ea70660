import { OciError } from '../oci-error.ts';
import type { RegistryReference } from '../reference.ts';

/** Docker Hub answers at another host than its name says. */
const API_HOSTS: Readonly<Record<string, string>> = {
  'docker.io': 'registry-1.docker.io',
  'index.docker.io': 'registry-1.docker.io',
};

/** `https://host/v2/repository/`; plain HTTP for loopback hosts, and for those that the user named. */
export function endpointOf(reference: RegistryReference, plainHttp: readonly string[] = []): URL {
  const host = API_HOSTS[reference.host] ?? reference.host;
  const isPlain = plainHttp.includes(reference.host) || isLoopback(new URL(`http://${host}`).hostname);
  const scheme = isPlain ? 'http' : 'https';
  return new URL(`${scheme}://${host}/v2/${reference.repository}/`);
}

/** RFC 6761 `localhost`, RFC 1122 127.0.0.0/8, RFC 4291 `::1`. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(hostname) ||
    hostname === '[::1]'
  );
}

/** Where a registry sends us next. @throws OciError `REDIRECT_REFUSED` for a scheme that would expose us */
export function followable(location: string | null, from: URL): URL {
  let target: URL;
  try {
    target = new URL(location ?? '', from);
  } catch (cause) {
    throw refused(`an unusable Location ${JSON.stringify(location)}`, from, cause);
  }
  if (location === null) throw refused('no Location', from);
  if (target.protocol === 'https:') return target;
  if (target.origin === from.origin && target.protocol === 'http:') return target;
  if (target.protocol === 'http:' && isLoopback(target.hostname) && isLoopback(from.hostname)) return target;
  throw refused(`a Location of scheme ${target.protocol} at ${target.host}`, from);
}

/** A URL as it may be shown: queries carry upload state and signatures. */
export function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function refused(what: string, from: URL, cause?: unknown): OciError {
  return new OciError(`the registry answered with ${what}`, {
    kind: 'unavailable',
    code: 'REDIRECT_REFUSED',
    file: shown(from),
    next: 'Check the registry or the proxy in front of it.',
    cause,
  });
}
