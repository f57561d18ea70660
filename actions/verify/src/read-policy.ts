import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { type Policy, PolicyError } from '@gosymbols/policy';
import { policyOfBase } from './policy-of-base.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * Reads the policy file: in a pull request or merge group, that of the commit it lands on, unless `from` says otherwise.
 * Each of its faults is annotated on its line before the first is thrown.
 * @throws RequestError when it is missing, no file, too large or not UTF-8; PolicyError when it is wrong
 */
export async function readPolicy(path: string, from: 'base' | 'checkout', host: Host): Promise<Policy> {
  const base = from === 'base' ? await policyOfBase(path, host) : undefined;
  const text = base?.text ?? (await textOf(resolve(host.cwd, path), path));
  if (base !== undefined) host.info(`The policy is that of the base commit ${base.commit.slice(0, 12)}.`);
  const file = annotationPath(resolve(host.cwd, path), path, host);
  // Brings the YAML parser: not before there is a text to parse.
  const { parsePolicy } = await import('@gosymbols/policy/parse');
  try {
    return parsePolicy(text, file);
  } catch (error) {
    if (error instanceof PolicyError && (host.kind === 'github' || error.problems.length > 1)) {
      for (const { message, line } of error.problems) host.error(message, { file, line, title: error.code });
    }
    throw error;
  }
}

async function textOf(path: string, spelled: string): Promise<string> {
  const refuse = (what: string, code: string, next: string): RequestError =>
    new RequestError(`${spelled}: ${what}`, { code, next });
  try {
    const about = await stat(path);
    if (!about.isFile()) throw refuse('is not a file', 'POLICY_NOT_A_FILE', 'Name the policy file.');
    if (about.size > MAX_BYTES) {
      throw refuse(
        `is ${about.size} bytes, more than ${MAX_BYTES}`,
        'POLICY_TOO_LARGE',
        'Name the policy file.',
      );
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') {
      throw refuse('no such policy file', 'POLICY_MISSING', 'Write one (docs/policy.md), or give its path.');
    }
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw refuse('is not UTF-8 text', 'POLICY_NOT_TEXT', 'Name the policy file.');
    }
    throw error;
  }
}

/** Annotations are placed by the path from the root of the checkout. */
function annotationPath(path: string, spelled: string, host: Host): string {
  const root = host.env['GITHUB_WORKSPACE'];
  if (host.kind !== 'github' || root === undefined) return spelled;
  const inside = relative(root, path);
  return inside.startsWith('..') || isAbsolute(inside) ? spelled : inside.replaceAll('\\', '/');
}
