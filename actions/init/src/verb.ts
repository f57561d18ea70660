import { resolve } from 'node:path';
import { type Host, type Inputs, matchFiles, type Outcome, RequestError, type Verb } from '@gosymbols/host';
import { inspectFile } from '@gosymbols/inspect';
import { measureFiles } from '@gosymbols/size';
import spec from '../action.yml';
import type { Seen } from './first-policy.ts';
import { writeNew } from './write-new.ts';

export const verb: Verb = { name: 'init', spec, positional: 'binaries', run };

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const path = inputs.text('policy') ?? '.gosymbols.yml';
  const headroom = headroomOf(inputs.text('headroom') ?? '10');
  const mode = inputs.choice('mode', ['audit', 'enforce']);
  const seen = await goPrograms(inputs.list('binaries'), host);
  // Both bring the YAML library.
  const { firstPolicy } = await import('./first-policy.ts');
  const { parsePolicy } = await import('@gosymbols/policy/parse');
  const { text, artifacts } = firstPolicy(seen, { path, headroom, mode, cwd: host.cwd });
  parsePolicy(text, path);
  await writeNew(resolve(host.cwd, path), path, text);
  return {
    outputs: { policy: path, artifacts },
    text: `${path}: ${artifacts} ${artifacts === 1 ? 'artifact' : 'artifacts'} of ${seen.length} ${seen.length === 1 ? 'binary' : 'binaries'}, mode ${mode}`,
  };
}

function headroomOf(text: string): number {
  if (/^\d{1,3}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new RequestError(`headroom: \`${text}\` is not a number of percent`, {
    code: 'INPUT_VALUE',
    next: 'Give a number from 0 to 999, such as 10.',
  });
}

async function goPrograms(patterns: readonly string[], host: Host): Promise<Seen[]> {
  const found: { path: string; facts: Seen['facts'] }[] = [];
  for (const { path } of await matchFiles(patterns, host.cwd)) {
    host.signal.throwIfAborted();
    const facts = await inspectFile(resolve(host.cwd, path), { signal: host.signal });
    if (facts.go !== undefined || facts.pclntab !== undefined) found.push({ path, facts });
  }
  if (found.length === 0) {
    throw new RequestError('none of the files is a Go program', {
      code: 'NO_BINARIES',
      next: 'Build first, then name the binaries or their folder.',
    });
  }
  const sizes = await measureFiles(
    found.map(({ path, facts }) => ({ path: resolve(host.cwd, path), facts })),
    { wire: true, signal: host.signal },
  );
  return found.flatMap(({ path, facts }, index) => {
    const size = sizes[index];
    return size === undefined ? [] : [{ path, facts, size }];
  });
}
