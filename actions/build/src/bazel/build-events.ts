/** What a run of Bazel built and what it could not, from its Build Event Protocol (build_event_stream.proto). */
export interface BuildEvents {
  readonly outputs: readonly BazelOutput[];
  /** Why targets were left out: bad patterns, failed analysis. */
  readonly aborted: readonly { readonly reason: string; readonly description: string }[];
}

export interface BazelOutput {
  readonly label: string;
  /** `file://…`; with a remote cache also `bytestream://…`. */
  readonly uri: string;
  /** Path without the configuration's folders, e.g. `cmd/api/api`. */
  readonly name: string;
}

interface FileSet {
  readonly files?: readonly { readonly name?: string; readonly uri?: string }[];
  readonly fileSets?: readonly { readonly id: string }[];
}

interface Event {
  readonly id?: {
    readonly namedSet?: { readonly id: string };
    readonly targetCompleted?: { readonly label: string; readonly aspect?: string };
    readonly targetConfigured?: { readonly label: string };
  };
  readonly namedSetOfFiles?: FileSet;
  readonly configured?: { readonly targetKind?: string; readonly testSize?: string };
  readonly completed?: {
    readonly success?: boolean;
    readonly outputGroup?: readonly { readonly fileSets?: readonly { readonly id: string }[] }[];
  };
  readonly aborted?: { readonly reason?: string; readonly description?: string };
}

/**
 * Reads `--build_event_json_file`: one event a line. A set of files comes before all that refer to it. Tests, which
 * Bazel builds too, and what aspects add are left out. A last line that was cut off is passed over.
 */
export function readBuildEvents(text: string): BuildEvents {
  const sets = new Map<string, FileSet>();
  const tests = new Set<string>();
  const outputs = new Map<string, BazelOutput>();
  const aborted: { reason: string; description: string }[] = [];
  for (const event of eventsOf(text)) {
    const { namedSet, targetCompleted, targetConfigured } = event.id ?? {};
    if (namedSet !== undefined && event.namedSetOfFiles !== undefined)
      sets.set(namedSet.id, event.namedSetOfFiles);
    if (targetConfigured !== undefined && isTest(event)) tests.add(targetConfigured.label);
    if (event.aborted !== undefined) {
      const { reason = 'UNKNOWN', description = '' } = event.aborted;
      aborted.push({ reason, description });
    }
    if (targetCompleted === undefined || targetCompleted.aspect !== undefined) continue;
    if (event.completed?.success !== true || tests.has(targetCompleted.label)) continue;
    const ids = (event.completed.outputGroup ?? [])
      .flatMap((group) => group.fileSets ?? [])
      .map(({ id }) => id);
    for (const { name = '', uri = '' } of filesIn(ids, sets)) {
      if (!outputs.has(uri)) outputs.set(uri, { label: targetCompleted.label, uri, name });
    }
  }
  return { outputs: [...outputs.values()], aborted };
}

function* eventsOf(text: string): Generator<Event> {
  const lines = text.split('\n').filter((line) => line !== '');
  for (const [index, line] of lines.entries()) {
    try {
      yield JSON.parse(line) as Event;
    } catch (error) {
      if (index !== lines.length - 1) throw error;
    }
  }
}

/** Sets can hold sets, and share them. */
function filesIn(ids: readonly string[], sets: ReadonlyMap<string, FileSet>): NonNullable<FileSet['files']> {
  const seen = new Set<string>();
  const waiting = [...ids];
  const files: { readonly name?: string; readonly uri?: string }[] = [];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const set = sets.get(id);
    files.push(...(set?.files ?? []));
    waiting.push(...(set?.fileSets ?? []).map((inner) => inner.id));
  }
  return files;
}

function isTest({ configured }: Event): boolean {
  return configured?.testSize !== undefined || /_test rule$/.test(configured?.targetKind ?? '');
}
