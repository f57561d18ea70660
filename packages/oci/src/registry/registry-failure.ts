import { OciError, type OciErrorCode, type OciErrorKind } from '../oci-error.ts';
import { readWhole } from '../read-whole.ts';
import { shown } from './endpoint.ts';
import type { Answer } from './transport.ts';

const MAX_ERROR_BYTES = 16 * 1024;

/** A call, for messages. */
export interface ShownCall {
  readonly method: string;
  readonly url: URL;
  /** As the user named it. */
  readonly store: string;
}

/** An answer that is not what was asked for, as an error: which call, the status, what the registry says. */
export async function registryFailure(response: Answer, call: ShownCall): Promise<OciError> {
  const said = await saidBy(response);
  const [kind, code, next] = meaningOf(response.status, call.store);
  return new OciError(
    `${call.method} ${shown(call.url)} answers ${response.status}${said === '' ? '' : ` (${said})`}`,
    {
      kind,
      code,
      file: call.store,
      status: response.status,
      retryAfter: response.header('retry-after') ?? undefined,
      next,
    },
  );
}

/** What Node and OpenSSL call a certificate whose authority is not known. */
const UNTRUSTED = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_UNTRUSTED|ERR_TLS_CERT_AUTHORITY)/;

/** The request found no answer at all. */
export function unreachable(cause: unknown, call: ShownCall): OciError {
  let reason = cause instanceof Error ? cause.message : String(cause);
  for (let at = cause; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (code !== undefined) reason = `${code}: ${at.message}`;
  }
  return new OciError(`${call.method} ${shown(call.url)} fails (${reason})`, {
    kind: 'unavailable',
    code: 'REGISTRY_UNREACHABLE',
    file: call.store,
    next: UNTRUSTED.test(reason)
      ? 'Name the certificate of the authority that signed it with SSL_CERT_FILE or NODE_EXTRA_CA_CERTS.'
      : 'Check the registry name, the network and the proxy settings.',
    cause,
  });
}

function meaningOf(status: number, store: string): [OciErrorKind, OciErrorCode, string] {
  if (status === 401 || status === 403) {
    return [
      'unavailable',
      'REGISTRY_DENIED',
      `Log in with an account that may use ${store} (\`docker login\`, docker/login-action, the inputs \`username\` and \`password\`; on GHCR a publisher needs \`packages: write\`). docs/registries.md says where credentials are looked for.`,
    ];
  }
  if (status === 404)
    return ['unavailable', 'REGISTRY_NOT_FOUND', 'Check the repository name and the right to read it.'];
  if (status === 429)
    return ['unavailable', 'REGISTRY_BUSY', 'Try again later, or log in: limits are higher then.'];
  if (status >= 500) return ['unavailable', 'REGISTRY_FAILED', 'Try again later.'];
  return ['unavailable', 'REGISTRY_REFUSED', 'Check what this registry accepts (docs/symbol-artifact.md).'];
}

/** Distribution-spec 1.1, "Error Codes": `{errors: [{code, message}]}`. Anything else is passed over. */
async function saidBy(response: Answer): Promise<string> {
  try {
    const length = Number(response.header('content-length') ?? 0);
    if (length > MAX_ERROR_BYTES || !(response.header('content-type') ?? '').includes('json')) {
      response.discard();
      return '';
    }
    const { errors } = JSON.parse(String(await readWhole(response.body, MAX_ERROR_BYTES, 'an answer'))) as {
      errors?: { code?: unknown; message?: unknown }[];
    };
    const said = (errors ?? [])
      .slice(0, 3)
      .map(({ code, message }) => [code, message].filter((part) => typeof part === 'string').join(': '))
      .join('; ');
    return printable(said);
  } catch {
    return '';
  }
}

/** One line without control characters: logs of GitHub Actions obey lines that begin with `::`. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 300);
}
