/** What a run of Bazel built and what it could not, from its Build Event Protocol (build_event_stream.proto). */
export interface BuildEvents {
  readonly outputs: readonly BazelOutput[];
  /** Why targets were left out: bad patterns, failed analysis. */
  readonly aborted: readonly { readonly reason: string; readonly description: string }[];
  /** Of the command line and the bazelrc files, those that bear on symbols: `--strip=…`, `--compilation_mode=…`. */
  readonly flags: readonly string[];
}

export interface BazelOutput {
  readonly label: string;
  /** `file://…`; with a remote cache also `bytestream://…`. */
  readonly uri: string;
  /** Path without the configuration's folders, e.g. `cmd/api/api`. */
  readonly name: string;
  /** The configuration's folders, e.g. `bazel-out/k8-opt/bin`: one target can be built in several. */
  readonly prefix: string;
}

interface File {
  readonly name?: string;
  readonly uri?: string;
  readonly pathPrefix?: readonly string[];
}

interface FileSet {
  readonly files?: readonly File[];
  readonly fileSets?: readonly { readonly id: string }[];
}

interface OutputGroup {
  readonly fileSets?: readonly { readonly id: string }[];
  /** Newer than Bazel 8, where asked for. */
  readonly inlineFiles?: readonly File[];
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
    readonly outputGroup?: readonly OutputGroup[];
  };
  readonly optionsParsed?: { readonly cmdLine?: readonly string[] };
  readonly aborted?: { readonly reason?: string; readonly description?: string };
}

/**
 * Reads `--build_event_json_file`: one event a line. A set of files comes before all that refer to it. Tests, which
 * Bazel builds too, and what aspects add are left out. A last line that was cut off is passed over.
 */
export async function readBuildEvents(lines: AsyncIterable<string> | Iterable<string>): Promise<BuildEvents> {
  const sets = new Map<string, FileSet>();
  const tests = new Set<string>();
  const outputs = new Map<string, BazelOutput>();
  const aborted: { reason: string; description: string }[] = [];
  let flags: readonly string[] = [];
  for await (const event of eventsOf(lines)) {
    const { namedSet, targetCompleted, targetConfigured } = event.id ?? {};
    if (namedSet !== undefined && event.namedSetOfFiles !== undefined)
      sets.set(namedSet.id, event.namedSetOfFiles);
    if (targetConfigured !== undefined && isTest(event)) tests.add(targetConfigured.label);
    flags = event.optionsParsed?.cmdLine?.filter((flag) => BEARS_ON_SYMBOLS.test(flag)) ?? flags;
    if (event.aborted !== undefined) {
      const { reason = 'UNKNOWN', description = '' } = event.aborted;
      aborted.push({ reason, description });
    }
    if (targetCompleted === undefined || targetCompleted.aspect !== undefined) continue;
    if (event.completed?.success !== true || tests.has(targetCompleted.label)) continue;
    const groups = event.completed.outputGroup ?? [];
    const ids = groups.flatMap((group) => group.fileSets ?? []).map(({ id }) => id);
    const inline = groups.flatMap((group) => group.inlineFiles ?? []);
    for (const { name = '', uri = '', pathPrefix = [] } of [...inline, ...filesIn(ids, sets)]) {
      if (!outputs.has(uri))
        outputs.set(uri, { label: targetCompleted.label, uri, name, prefix: pathPrefix.join('/') });
    }
  }
  return { outputs: [...outputs.values()], aborted, flags };
}

const BEARS_ON_SYMBOLS = /^--(strip|compilation_mode|stripopt|linkopt|features)=/;

async function* eventsOf(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Event> {
  let broken: unknown;
  for await (const line of lines) {
    if (line === '') continue;
    if (broken !== undefined) throw broken;
    let event: Event;
    try {
      event = JSON.parse(line) as Event;
    } catch (error) {
      broken = error;
      continue;
    }
    yield event;
  }
}

/** Sets can hold sets, and share them. */
function filesIn(ids: readonly string[], sets: ReadonlyMap<string, FileSet>): readonly File[] {
  const seen = new Set<string>();
  const waiting = [...ids];
  const files: File[] = [];
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
