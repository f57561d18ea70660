import { type Inputs, RequestError } from '@gosymbols/host';
import type { DebugCompression, StripMode } from '@gosymbols/split';

export type BuildIdRule = 'keep' | 'repair' | 'require-unique';

export interface SplitVerbRequest {
  readonly binaries: readonly string[];
  readonly index: string | undefined;
  readonly outDir: string | undefined;
  readonly inPlace: boolean;
  readonly strip: StripMode;
  readonly compress: DebugCompression;
  readonly buildIds: BuildIdRule;
  readonly wire: boolean;
  /** Folder that gathers what the hooks of one build make. */
  readonly hook: string | undefined;
  readonly whatIf: boolean;
}

export function readRequest(inputs: Inputs): SplitVerbRequest {
  const binaries = inputs.list('binaries');
  const index = inputs.text('index');
  if (binaries.length === 0 && index === undefined) {
    throw new RequestError('neither `binaries` nor `index` is given', {
      code: 'INPUT_REQUIRED',
      next: 'Name the binaries to split, e.g. --binaries dist/api, or the gosymbols.json of `build`.',
    });
  }
  if (binaries.length > 0 && index !== undefined) {
    throw new RequestError('both `binaries` and `index` are given', {
      code: 'INPUT_CONFLICT',
      next: 'Give one of them.',
    });
  }
  const hook = inputs.text('hook');
  if (hook !== undefined && (binaries.length !== 1 || inputs.text('out-dir') !== undefined)) {
    throw new RequestError('`hook` splits one binary in place', {
      code: 'INPUT_CONFLICT',
      next: 'Give exactly one of `binaries`, no `index` and no `out-dir`.',
    });
  }
  return {
    binaries,
    index,
    outDir: inputs.text('out-dir'),
    inPlace: inputs.flag('in-place') || index !== undefined,
    strip: inputs.choice('strip', ['all', 'dwarf', 'none']),
    compress: inputs.choice('compress', ['none', 'zlib', 'zstd', 'keep']),
    buildIds: inputs.choice('build-ids', ['keep', 'repair', 'require-unique']),
    wire: inputs.flag('wire'),
    hook,
    whatIf: inputs.flag('what-if'),
  };
}
