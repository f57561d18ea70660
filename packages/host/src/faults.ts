import { printable } from './printable.ts';

interface Explanation {
  /** Stable: scripts may rely on it. */
  readonly code: string;
  /** The next step for the person at the keyboard. */
  readonly next?: string;
  readonly cause?: unknown;
}

class ExplainedError extends Error {
  readonly code: string;
  readonly next: string | undefined;

  constructor(message: string, { code, next, cause }: Explanation) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.next = next;
  }
}

/** The request is wrong: a flag, an input, a policy file. Exit status 2. */
export class RequestError extends ExplainedError {
  override readonly name = 'RequestError';
  readonly kind = 'request';
}

/** It could not be done although the request is right: an unwritable folder, a tool that fails. Exit status 3. */
export class UnavailableError extends ExplainedError {
  override readonly name = 'UnavailableError';
  readonly kind = 'unavailable';
}

/** What the renderer needs of any error. Packages below the host throw classes of their own with these properties. */
export interface Fault {
  readonly message: string;
  readonly status: 2 | 3;
  readonly code: string | undefined;
  readonly file: string | undefined;
  readonly where: string | undefined;
  readonly next: string | undefined;
}

/** Reads any thrown value by its properties: `kind`, `code`, `file`, `section`, `offset`, `value`, `next`. */
export function faultOf(thrown: unknown): Fault {
  const error: Record<string, unknown> =
    typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>) : {};
  const text = (key: string): string | undefined => {
    const value = error[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const system = systemFault(error);
  return {
    message: system?.message ?? text('message') ?? String(thrown),
    status: error['kind'] === 'request' || system?.status === 2 ? 2 : 3,
    code: text('code'),
    file: text('file') ?? text('path'),
    where: whereOf(error),
    next: text('next') ?? system?.next,
  };
}

/** One line: what, where, the value, the next step. */
export function describeFault(fault: Fault): string {
  const place = [fault.file, fault.where].filter((part) => part !== undefined).join(', ');
  const named = place === '' || fault.message.includes(place) ? fault.message : `${place}: ${fault.message}`;
  const ended = /[.!?]$/.test(named) ? named : `${named}.`;
  return printable(
    `${ended}${fault.next === undefined ? '' : ` ${fault.next}`}${fault.code === undefined ? '' : ` [${fault.code}]`}`,
  );
}

function whereOf(error: Record<string, unknown>): string | undefined {
  const parts: string[] = [];
  if (typeof error['section'] === 'string') parts.push(error['section']);
  if (typeof error['offset'] === 'number') parts.push(`offset ${error['offset']}`);
  return parts.length === 0 ? undefined : parts.join(' ');
}

const SYSTEM_FAULTS: Readonly<Record<string, { what: string; status: 2 | 3; next: string }>> = {
  ENOENT: { what: 'no such file', status: 2, next: 'Check the path.' },
  ENOTDIR: { what: 'a part of the path is a file, not a directory', status: 2, next: 'Check the path.' },
  EISDIR: { what: 'is a directory, a file is needed', status: 2, next: 'Name a file.' },
  ELOOP: { what: 'a symbolic link that leads to itself', status: 2, next: 'Check the link.' },
  ENAMETOOLONG: { what: 'the name is too long', status: 2, next: 'Choose a shorter name.' },
  EACCES: { what: 'permission denied', status: 3, next: 'Check owner and mode.' },
  EPERM: { what: 'operation not permitted', status: 3, next: 'Check owner and mode.' },
  EROFS: { what: 'the file system is read-only', status: 3, next: 'Choose another output folder.' },
  ENOSPC: {
    what: 'no space left on the device',
    status: 3,
    next: 'Free space or choose another output folder.',
  },
};

function systemFault(
  error: Record<string, unknown>,
): { message: string; status: 2 | 3; next: string } | undefined {
  const code = error['code'];
  if (typeof code !== 'string' || error['syscall'] === undefined) return undefined;
  const known = SYSTEM_FAULTS[code];
  if (known === undefined) return undefined;
  // Node reads names as UTF-8: bytes that are none become U+FFFD, and such a path leads nowhere.
  const path = error['path'];
  const isNotText = code === 'ENOENT' && typeof path === 'string' && path.includes('\ufffd');
  const next = isNotText ? 'Its name is not UTF-8; rename it.' : known.next;
  return { message: known.what, status: known.status, next };
}
