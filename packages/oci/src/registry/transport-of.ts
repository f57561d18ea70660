import { readFile } from 'node:fs/promises';
import { OciError } from '../oci-error.ts';
import type { Environment } from './credentials.ts';
import { directTransport } from './direct.ts';
import { isLoopback } from './endpoint.ts';
import { proxiedTransport } from './proxied.ts';
import type { Transport } from './transport.ts';

/** Never asked through a proxy, as Go's clients do it (net/http, `ProxyFromEnvironment`). */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '::1'];

/** How the environment wants hosts to be asked: docs/registries.md lists the variables. */
export function transportOf(env: Environment): Transport {
  const https = env['https_proxy'] || env['HTTPS_PROXY'] || undefined;
  const http = env['http_proxy'] || env['HTTP_PROXY'] || undefined;
  const file = env['SSL_CERT_FILE'] || undefined;
  const trusted = file === undefined ? undefined : () => authorities(file);
  const direct = directTransport(trusted);
  if (https === undefined && http === undefined) return direct;
  const excepted = env['no_proxy'] || env['NO_PROXY'] || '';
  const proxied = proxiedTransport({
    http,
    https,
    except: [...excepted.split(/[\s,]+/), ...LOOPBACK].filter(Boolean).join(','),
    ...(trusted === undefined ? {} : { authorities: trusted }),
  });
  return (url, exchange) => (isLoopback(url.hostname) ? direct : proxied)(url, exchange);
}

/** What Node trusts already (NODE_EXTRA_CA_CERTS included), and the file. */
async function authorities(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unusable(path, (cause as NodeJS.ErrnoException).code ?? 'cannot be read', cause);
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unusable(path, 'holds no PEM certificate');
  const tls = await import('node:tls');
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
