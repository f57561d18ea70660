import { RequestError } from '@gosymbols/host';
import { type Document, parseDocument } from 'yaml';

/** The parts of a build that bear on its linker flags, with merges and aliases resolved. */
export interface Build {
  readonly id?: string;
  readonly builder?: string;
  readonly ldflags?: string | readonly string[];
  readonly overrides?: readonly Build[];
}

/** GoReleaser reads YAML 1.1: `0644` is octal, `<<` merges. */
export function readDocument(source: string, file: string): Document {
  const document: Document = parseDocument(source, { version: '1.1' });
  const fault = document.errors[0];
  if (fault !== undefined) throw notYaml(file, fault.linePos?.[0].line, fault.message);
  return document;
}

/** @throws RequestError where it is not what GoReleaser reads */
export function shapeOf(
  document: Document,
  file: string,
): { readonly config: { readonly dist?: unknown }; readonly builds: readonly Build[] } {
  const config = plainOf(document, file) ?? {};
  if (!isRecord(config)) throw wrongShape(file, 'is not a mapping');
  const builds = config['builds'] ?? [];
  if (!Array.isArray(builds)) throw wrongShape(file, '`builds` is not a list');
  if (builds.length === 0) return { config, builds: [{}] };
  return {
    config,
    builds: builds.map((build: unknown, index): Build => {
      if (build === null || isRecord(build)) return readable(build ?? {});
      throw wrongShape(file, `builds[${index}] is not a mapping`);
    }),
  };
}

/** What is of another type is left for GoReleaser to refuse. */
function readable({ id, builder, ldflags, overrides }: Readonly<Record<string, unknown>>): Build {
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof builder === 'string' ? { builder } : {}),
    ...(isFlags(ldflags) ? { ldflags } : {}),
    ...(Array.isArray(overrides)
      ? { overrides: overrides.map((one: unknown) => readable(isRecord(one) ? one : {})) }
      : {}),
  };
}

function isFlags(value: unknown): value is string | readonly string[] {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((flag) => typeof flag === 'string'))
  );
}

/** The library throws for aliases that lead nowhere or multiply beyond measure. */
function plainOf(document: Document, file: string): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw notYaml(file, undefined, error instanceof Error ? error.message : String(error));
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notYaml(file: string, line: number | undefined, message: string): RequestError {
  return new RequestError(
    `${file}${line === undefined ? '' : `:${line}`} is not YAML: ${message.split('\n')[0]}`,
    {
      code: 'CONFIG_YAML',
      next: 'Correct it there; `goreleaser check` tells more.',
    },
  );
}

function wrongShape(file: string, what: string): RequestError {
  return new RequestError(
    `${file} ${what.startsWith('is') ? what : `is no GoReleaser configuration: ${what}`}`,
    {
      code: 'CONFIG_SHAPE',
      next: 'Correct it there; `goreleaser check` tells more.',
    },
  );
}
