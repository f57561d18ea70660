import { RequestError } from '@gosymbols/host';
import { type Document, parseDocument } from 'yaml';

/** What bears on linker flags, with merges and aliases resolved. */
interface Flags {
  readonly ldflags?: string | readonly string[];
}

/** The parts of a build that we read or add to. */
export interface Build extends Flags {
  readonly id?: string;
  /** GoReleaser builds Rust, Zig and others too. */
  readonly isGo: boolean;
  readonly overrides: readonly Flags[];
  readonly hooks: Readonly<Record<string, unknown>>;
  /** `hooks.post`, as a list of commands and mappings. */
  readonly post: readonly unknown[];
}

/** The parts of the rest. */
export interface Config {
  /** Folder of the outputs, as the configuration spells it. */
  readonly dist: string;
  readonly archives: readonly unknown[];
  /** Sections that name the ids of what they take. */
  readonly filtered: readonly string[];
  /** `kos`, which builds programs of its own. */
  readonly kos: readonly { readonly id?: string; readonly build?: string; readonly ldflags: boolean }[];
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
): { readonly config: Config; readonly builds: readonly Build[] } {
  const plain = plainOf(document, file) ?? {};
  if (!isRecord(plain)) throw wrongShape(file, 'is not a mapping');
  const { dist, archives, kos } = plain;
  const config: Config = {
    dist: typeof dist === 'string' && dist !== '' ? dist : 'dist',
    archives: listOf(archives),
    filtered: ['release', 'checksum'].filter((part) => listOf(recordOf(plain[part])['ids']).length > 0),
    kos: listOf(kos).map((ko) => {
      const { id, build, ldflags } = recordOf(ko);
      return { ...named('id', id), ...named('build', build), ldflags: listOf(ldflags).length > 0 };
    }),
  };
  const builds = plain['builds'] ?? [];
  if (!Array.isArray(builds)) throw wrongShape(file, '`builds` is not a list');
  if (builds.length === 0) return { config, builds: [readable({})] };
  return {
    config,
    builds: builds.map((build: unknown, index): Build => {
      if (build === null || isRecord(build)) return readable(build ?? {});
      throw wrongShape(file, `builds[${index}] is not a mapping`);
    }),
  };
}

/** What is of another type is left for GoReleaser to refuse. */
function readable({ id, builder, ldflags, overrides, hooks }: Readonly<Record<string, unknown>>): Build {
  const { post, ...others } = recordOf(hooks);
  return {
    ...named('id', id),
    isGo: typeof builder !== 'string' || builder === '' || builder === 'go',
    ...(isFlags(ldflags) ? { ldflags } : {}),
    overrides: listOf(overrides).map((one) => {
      const flags = recordOf(one)['ldflags'];
      return isFlags(flags) ? { ldflags: flags } : {};
    }),
    hooks: others,
    post: typeof post === 'string' ? [post] : listOf(post),
  };
}

function named<K extends string>(key: K, value: unknown): { readonly [key in K]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as { [key in K]: string }) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
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
