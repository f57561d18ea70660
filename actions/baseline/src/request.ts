import { resolve } from 'node:path';
import { type LadderOptions, SOURCES, type Source } from '@gosymbols/baseline';
import { type Host, type Inputs, nearest, RequestError } from '@gosymbols/host';

export interface BaselineRequest {
  readonly indexPath: string;
  readonly outPath: string;
  readonly ladder: Pick<LadderOptions, 'sources' | 'maxAge' | 'artifact' | 'branch'>;
  readonly buildArguments: readonly string[];
  readonly record: boolean;
}

/** GitHub lists 100 commits a page: this many are ten requests. */
const OLDEST = 1000;

/** @throws RequestError for a source or a number that is none */
export function requestFrom(inputs: Inputs, host: Host): BaselineRequest {
  const age = inputs.text('max-age-commits') ?? '';
  const maxAge = Number(age);
  if (!/^\d+$/.test(age) || maxAge > OLDEST) {
    throw new RequestError(`input \`max-age-commits\` is \`${age}\``, {
      code: 'INPUT_VALUE',
      next: `Write a number from 0 to ${OLDEST}.`,
    });
  }
  return {
    indexPath: resolve(host.cwd, inputs.text('index') ?? ''),
    outPath: resolve(host.cwd, inputs.text('out') ?? ''),
    ladder: {
      sources: inputs.list('sources').map(sourceOf),
      maxAge,
      artifact: inputs.text('artifact') ?? '',
      branch: inputs.text('branch') ?? '',
    },
    buildArguments: inputs.list('build-arguments'),
    record: inputs.flag('record'),
  };
}

function sourceOf(name: string): Source {
  const source = SOURCES.find((known) => known === name);
  if (source !== undefined) return source;
  const guess = nearest(name, SOURCES);
  throw new RequestError(`input \`sources\` names \`${name}\`, which is no source`, {
    code: 'INPUT_VALUE',
    next: guess === undefined ? `Choose from ${SOURCES.join(', ')}.` : `Did you mean \`${guess}\`?`,
  });
}
