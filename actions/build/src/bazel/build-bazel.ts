import { createReadStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Host, RequestError, runProcess } from '@gosymbols/host';
import { buildFailed } from '../build-failed.ts';
import type { Built } from '../built-binary.ts';
import type { BuildRequest } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';
import { needTool } from '../tools.ts';
import { type Bazel, endServer } from './bazel.ts';
import { type BuildEvents, readBuildEvents } from './build-events.ts';
import { copyPrograms } from './copy-outputs.ts';
import { queryTargets } from './query-targets.ts';

const DEFAULT_TARGETS = ['//...'];
/** Bazel's exit status when it was interrupted (its ExitCode.java), and so could not be at fault. */
const INTERRUPTED = 8;

/** `bazel build`; the Go programs among its outputs are copied to `outDir`. */
export async function buildBazel(request: BuildRequest, host: Host): Promise<Built> {
  const { cwd, outDir, config, query } = request;
  const { program, version } = await needTool('bazel', request, host);
  const bazel: Bazel = {
    program,
    startup: config === undefined ? [] : [`--bazelrc=${config}`],
    cwd,
    host,
    timeout: request.timeout,
  };
  // rules_go strips with --strip=always, and with the default, `sometimes`, in fastbuild mode.
  const flags = request.stripFlags === 'remove' ? ['--strip=never'] : [];
  try {
    const targets = query === undefined ? named(request.targets) : await queryTargets(query, bazel);
    const events = await drive(targets, flags, request, bazel);
    const copied = await copyPrograms(events.outputs, outDir);
    return {
      binaries: copied.map(({ label, path }) => ({
        path,
        producer: {
          tool: 'bazel',
          ...(version === '' ? {} : { version }),
          target: label,
          flags: [...new Set([...events.flags, ...flags])],
        },
      })),
    };
  } catch (error) {
    if (host.signal.aborted || isTimeout(error)) await endServer(bazel);
    throw error;
  }
}

function named(targets: readonly string[]): readonly string[] {
  return targets.length === 0 ? DEFAULT_TARGETS : targets;
}

async function drive(
  targets: readonly string[],
  flags: readonly string[],
  request: BuildRequest,
  { program, startup, cwd, host, timeout }: Bazel,
): Promise<BuildEvents> {
  const file = join(host.tempDir, 'build-events.json');
  const patterns = join(host.tempDir, 'targets');
  await rm(file, { force: true });
  // A query can have more results than a command line has room for.
  await writeFile(patterns, targets.map((target) => `${target}\n`).join(''));
  const shown =
    targets.length > 4 ? `${targets.slice(0, 3).join(' ')} … (${targets.length} targets)` : targets.join(' ');
  const said: string[] = [];
  const finished = await host.group(`bazel build ${shown}`, () =>
    runProcess({
      program,
      args: [
        ...startup,
        ...['build', '--color=no', '--curses=no', `--build_event_json_file=${file}`],
        ...flags,
        ...request.args,
        `--target_pattern_file=${patterns}`,
      ],
      cwd,
      env: toolEnvironment(host.env),
      signal: host.signal,
      ...(timeout === undefined ? {} : { timeout }),
      onLine: (line) => {
        said.push(line);
        host.info(line);
      },
    }),
  );
  const events = await readBuildEvents(linesOf(file));
  if (finished.status === 0) return events;
  const fault = said.find((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
  if (finished.status !== INTERRUPTED && events.aborted.some(({ reason }) => reason === 'LOADING_FAILURE'))
    throw unknownTarget(shown, fault);
  throw buildFailed('bazel build', finished, fault ?? events.aborted[0]?.description ?? said.at(-1));
}

/** The stream of a large build is hundreds of megabytes. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    // A Bazel that refuses its flags writes none.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    stream.destroy();
  }
}

function isTimeout(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === 'TOOL_TIMEOUT';
}

function unknownTarget(shown: string, fault: string | undefined): RequestError {
  return new RequestError(`Bazel cannot load ${shown}${fault === undefined ? '' : `: ${fault}`}`, {
    code: 'TARGET_UNKNOWN',
    next: 'See `bazel query //...`.',
  });
}
