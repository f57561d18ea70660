import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SourceFacts } from '@gosymbols/host';
import type { Release } from '@gosymbols/record';

/** What GoReleaser says of the whole run. */
interface Metadata {
  readonly source: SourceFacts;
  readonly release: Release;
}

/** `dist/metadata.json`; versions 1 and 2 write the same fields. All of it is optional: a missing file says nothing. */
export async function readMetadata(cwd: string, dist: string): Promise<Metadata> {
  const text = await readFile(resolve(cwd, dist, 'metadata.json'), 'utf8').catch(() => '{}');
  const metadata = parse(text);
  const field = (name: string): string | undefined => {
    const value = metadata[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [project, version, tag, commit] = ['project_name', 'version', 'tag', 'commit'].map(field);
  return {
    source: commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit) ? {} : { commit },
    release: {
      ...(project === undefined ? {} : { project }),
      ...(version === undefined ? {} : { version }),
      ...(tag === undefined ? {} : { tag }),
    },
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
