import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Host, type Inputs, RequestError } from '@gosymbols/host';
import { parseSize } from '@gosymbols/policy';
import { DebugCache } from '@gosymbols/symbols';

/** How a run of `fetch` writes what it found. */
export interface FetchRequest {
  readonly stores: readonly string[];
  readonly outDir: string;
  readonly debuglink: boolean;
  readonly executables: boolean;
  readonly ephemeral: boolean;
  readonly verify: boolean;
  readonly cache: DebugCache | undefined;
}

/** @throws RequestError `INPUT_VALUE` */
export function readRequest(inputs: Inputs, host: Host): FetchRequest {
  return {
    stores: inputs.list('store'),
    outDir: resolve(host.cwd, inputs.text('out-dir') ?? ''),
    debuglink: inputs.choice('layout', ['build-id', 'debuglink']) === 'debuglink',
    executables: inputs.flag('executables'),
    ephemeral: inputs.flag('ephemeral'),
    verify: inputs.flag('verify'),
    cache: cacheOf(inputs, host),
  };
}

function cacheOf(inputs: Inputs, host: Host): DebugCache | undefined {
  const named = inputs.text('cache');
  const maxBytes = parseSize(inputs.text('cache-size') ?? '');
  if (typeof maxBytes === 'string') {
    throw new RequestError(`input \`cache-size\`: ${maxBytes}`, {
      code: 'INPUT_VALUE',
      next: 'Write, for example, `5GiB`.',
    });
  }
  if (named === 'none') return undefined;
  const home = host.env['XDG_CACHE_HOME'] ?? join(host.env['HOME'] ?? homedir(), '.cache');
  const directory = named === undefined ? join(home, 'gosymbols', 'debug') : resolve(host.cwd, named);
  return new DebugCache({ directory, maxBytes });
}
