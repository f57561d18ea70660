import { resolve } from 'node:path';
import { type Host, type Inputs, RequestError } from '@gosymbols/host';
import { type Ephemeral, type LayerCompression, parseEphemeral } from '@gosymbols/symbols';

/** What a run of `publish` was asked to do. */
export interface PublishRequest {
  readonly indexPath: string;
  readonly store: string;
  readonly subject: string | undefined;
  readonly executable: boolean;
  /** Folder of the module whose sources go along. */
  readonly sources: string | undefined;
  readonly ephemeral: Ephemeral | undefined;
  readonly compression: LayerCompression;
  /** Folder for what is to be signed. */
  readonly provenance: string | undefined;
  readonly dryRun: boolean;
}

const INCLUDES = ['executable', 'sources'] as const;

/** @throws RequestError `INPUT_VALUE`, SymbolError `EPHEMERAL_FORMAT` */
export function readRequest(inputs: Inputs, host: Host): PublishRequest {
  const include = inputs.list('include');
  const unknown = include.find((name) => !(INCLUDES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new RequestError(`input \`include\` is \`${unknown}\``, {
      code: 'INPUT_VALUE',
      next: `Choose of ${INCLUDES.join(', ')}.`,
    });
  }
  const label = inputs.text('ephemeral');
  const provenance = inputs.text('provenance');
  return {
    indexPath: resolve(host.cwd, inputs.text('index') ?? ''),
    store: inputs.text('store') ?? '',
    subject: inputs.text('subject'),
    executable: include.includes('executable'),
    sources: include.includes('sources') ? resolve(host.cwd, inputs.text('sources') ?? '.') : undefined,
    ephemeral:
      label === undefined ? undefined : parseEphemeral(label, inputs.text('expires-after') ?? '', host.now()),
    compression: inputs.choice('compression', ['zstd', 'gzip']),
    provenance: provenance === undefined ? undefined : resolve(host.cwd, provenance),
    dryRun: inputs.flag('dry-run'),
  };
}
