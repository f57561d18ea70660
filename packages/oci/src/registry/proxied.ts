import { OciError } from '../oci-error.ts';
import { Answer, type Transport } from './transport.ts';

export interface Proxies {
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** Hosts that are asked directly, separated by commas. */
  readonly except: string;
  readonly authorities?: () => Promise<readonly string[]>;
}

/**
 * Through the proxies of the environment, by undici: a running process can no longer be told NODE_USE_ENV_PROXY, and
 * runners start ours. Loaded only when it is needed.
 */
export function proxiedTransport(proxies: Proxies): Transport {
  let opened: Promise<Transport> | undefined;
  return async (url, exchange) => {
    opened ??= open(proxies);
    return (await opened)(url, exchange);
  };
}

async function open({ http, https, except, authorities }: Proxies): Promise<Transport> {
  const undici = await import('undici');
  const ca = await authorities?.();
  const connect = ca === undefined ? {} : { ca: [...ca] };
  let dispatcher: InstanceType<typeof undici.EnvHttpProxyAgent>;
  try {
    dispatcher = withoutWarning(
      () =>
        new undici.EnvHttpProxyAgent({
          connect,
          requestTls: connect,
          proxyTls: connect,
          noProxy: except,
          // An empty one keeps undici from reading the environment of the process.
          httpProxy: http ?? '',
          httpsProxy: https ?? http ?? '',
        } as ConstructorParameters<typeof undici.EnvHttpProxyAgent>[0]),
    );
  } catch (cause) {
    throw new OciError('HTTPS_PROXY or HTTP_PROXY is not a URL', {
      kind: 'request',
      code: 'PROXY_FORMAT',
      next: 'Write it with its scheme, for example `http://proxy.example:3128`.',
      cause: cause instanceof Error ? cause.name : undefined,
    });
  }
  return async (url, { method, headers, body, signal }) => {
    const {
      statusCode,
      headers: answered,
      body: content,
    } = await undici.request(url, {
      dispatcher,
      method: method as 'GET',
      headers,
      body: body ?? null,
      signal: signal ?? null,
    });
    return new Answer(statusCode, answered, content);
  };
}

/** undici 6 says once on stderr that this agent is experimental; its version is pinned here. */
function withoutWarning<T>(make: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
