import { resolve } from 'node:path';
import { type Host, type Inputs, makeFolder, type Outcome, type Verb } from '@gosymbols/host';
import { joinFile } from '@gosymbols/split';
import spec from '../action.yml';

export const verb: Verb = { name: 'join', spec, positional: 'binary', run };

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const path = (name: string): string => resolve(host.cwd, inputs.text(name) ?? '');
  const out = path('out');
  const progress = host.progress('join');
  try {
    const { full, agreement } = await joinFile({
      strippedPath: path('binary'),
      debugPath: path('debug'),
      outPath: out,
      compress: inputs.choice('compress', ['keep', 'none', 'zlib', 'zstd']),
      signal: host.signal,
      onStage: (stage) => progress.update(stage),
      makeFolder,
    });
    progress.done(`${full.size} bytes`);
    return {
      outputs: { path: full.path, size: full.size, digest: full.digest },
      text: `${full.path}: ${full.size} bytes, ${full.digest}\nthe halves belong together: ${agreement.detail}`,
    };
  } catch (error) {
    progress.failed('nothing was written');
    throw error;
  }
}
