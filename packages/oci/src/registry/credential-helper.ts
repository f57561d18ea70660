import { spawn } from 'node:child_process';
import { OciError } from '../oci-error.ts';
import type { Credentials, Environment } from './credentials.ts';
import { brokenLogin } from './docker-config.ts';

const MAX_ANSWER_BYTES = 64 * 1024;
const TIMEOUT_MS = 30_000;
/** docker/docker-credential-helpers, `credentials/error.go`: said on standard output, with exit status 1. */
const NOT_FOUND = 'credentials not found in native keychain';
/** The helper's word for "the secret is an identity token". */
const TOKEN_USER = '<token>';

/**
 * Asks `docker-credential-<name> get` (docker/docker-credential-helpers): the server on standard input, JSON on standard
 * output. What a failing helper prints is not repeated: it may hold a secret.
 * @returns undefined where the helper knows no credentials of this server
 * @throws OciError `CREDENTIALS_HELPER`, `CREDENTIALS_FORMAT`
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  options: { readonly env: Environment; readonly signal?: AbortSignal | undefined; readonly config: string },
): Promise<Credentials | undefined> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw brokenLogin(
      `names the credential helper ${JSON.stringify(name)}, which is no program name`,
      options.config,
    );
  }
  const program = `docker-credential-${name}`;
  const { status, said } = await runHelper(program, server, options).catch((cause: unknown) => {
    throw failed(program, server, reasonOf(cause), options.config, cause);
  });
  if (status !== 0) {
    if (said.includes(NOT_FOUND)) return undefined;
    throw failed(program, server, `it ends with status ${status}`, options.config);
  }
  try {
    const { Username: username, Secret: secret } = JSON.parse(said) as Readonly<Record<string, unknown>>;
    if (typeof username === 'string' && typeof secret === 'string') {
      if (secret === '') return undefined;
      return username === TOKEN_USER || username === ''
        ? { identityToken: secret }
        : { username, password: secret };
    }
  } catch {
    // Said below, without the text.
  }
  throw failed(program, server, 'its answer is not the JSON of a credential helper', options.config);
}

function runHelper(
  program: string,
  server: string,
  options: { readonly env: Environment; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly status: number | null; readonly said: string }> {
  return new Promise((done, fail) => {
    const child = spawn(program, ['get'], {
      env: options.env,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
      windowsHide: true,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.length > MAX_ANSWER_BYTES) child.kill();
    });
    // A helper that fails at once need not read its input.
    child.stdin.once('error', () => undefined);
    child.stdin.end(server);
    child.once('error', fail);
    child.once('close', (status) => done({ status, said }));
  });
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'it is not on the PATH' : message;
}

function failed(program: string, server: string, why: string, file: string, cause?: unknown): OciError {
  return new OciError(`credential helper ${program} gives no credentials for ${server}: ${why}`, {
    kind: 'unavailable',
    code: 'CREDENTIALS_HELPER',
    file,
    next: `Try \`echo ${server} | ${program} get\`, or log in without a helper (docker/login-action).`,
    ...(cause === undefined ? {} : { cause }),
  });
}
