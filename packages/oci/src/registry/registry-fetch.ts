import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { OciError } from '../oci-error.ts';
import type { Environment } from './credentials.ts';

/** Never asked through a proxy, as Go's clients do it (net/http, `ProxyFromEnvironment`). */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];

/**
 * Node's `fetch`; where the environment names a proxy or certificates, undici's, which is the same code as a package: a
 * running process can no longer be told NODE_USE_ENV_PROXY, and runners start ours. Loaded only when it is needed.
 */
export function registryFetch(env: Environment): typeof fetch {
  const httpsProxy = env['https_proxy'] || env['HTTPS_PROXY'] || undefined;
  const httpProxy = env['http_proxy'] || env['HTTP_PROXY'] || undefined;
  const excepted = env['no_proxy'] || env['NO_PROXY'] || '';
  const certificates = env['SSL_CERT_FILE'] || undefined;
  if (httpsProxy === undefined && httpProxy === undefined && certificates === undefined) return fetch;
  const noProxy = [...excepted.split(/[\s,]+/), ...LOOPBACK].filter(Boolean).join(',');
  let opened: Promise<typeof fetch> | undefined;
  return async (input, init) => {
    opened ??= open({ httpsProxy, httpProxy, noProxy, certificates });
    return (await opened)(input, init);
  };
}

async function open(options: {
  readonly httpsProxy: string | undefined;
  readonly httpProxy: string | undefined;
  readonly noProxy: string;
  readonly certificates: string | undefined;
}): Promise<typeof fetch> {
  const { httpsProxy, httpProxy, noProxy, certificates } = options;
  const undici = await import('undici');
  const connect = certificates === undefined ? {} : { ca: await authorities(certificates) };
  let dispatcher: InstanceType<typeof undici.EnvHttpProxyAgent>;
  try {
    dispatcher = new undici.EnvHttpProxyAgent({
      connect,
      requestTls: connect,
      proxyTls: connect,
      noProxy,
      // An empty one keeps undici from reading the environment of the process.
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? httpProxy ?? '',
    } as ConstructorParameters<typeof undici.EnvHttpProxyAgent>[0]);
  } catch (cause) {
    throw new OciError('HTTPS_PROXY or HTTP_PROXY is not a URL', {
      kind: 'request',
      code: 'PROXY_FORMAT',
      next: 'Write it with its scheme, for example `http://proxy.example:3128`.',
      cause: cause instanceof Error ? cause.name : undefined,
    });
  }
  return ((input: string | URL, init: RequestInit) =>
    undici.fetch(input, { ...init, dispatcher } as never)) as unknown as typeof fetch;
}

/** What Node trusts already (NODE_EXTRA_CA_CERTS included), and the file. */
async function authorities(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unusable(path, (cause as NodeJS.ErrnoException).code ?? 'cannot be read', cause);
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unusable(path, 'holds no PEM certificate');
  return [...tls.getCACertificates('default'), text];
}

function unusable(file: string, why: string, cause?: unknown): OciError {
  return new OciError(`SSL_CERT_FILE cannot be used: ${why}`, {
    kind: 'request',
    code: 'CERTIFICATES',
    file,
    next: 'Name a file of PEM certificates, or unset SSL_CERT_FILE.',
    ...(cause === undefined ? {} : { cause }),
  });
}
