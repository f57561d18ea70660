import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Host, RequestError, runProcess } from '@gosymbols/host';
import { buildFailed } from '../build-failed.ts';
import type { BuiltBinary } from '../built-binary.ts';
import type { BuildRequest } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';
import { needTool } from '../tools.ts';
import { readBuildEvents } from './build-events.ts';
import { copyPrograms } from './copy-outputs.ts';

const DEFAULT_TARGETS = ['//...'];

/** `bazel build`; the programs among its outputs are copied to `outDir`. */
export async function buildBazel(request: BuildRequest, host: Host): Promise<BuiltBinary[]> {
  const { cwd, outDir, config } = request;
  if (request.platforms.length > 0) throw noPlatforms();
  const { program, version } = await needTool('bazel', cwd, host);
  const targets = request.targets.length === 0 ? DEFAULT_TARGETS : request.targets;
  // rules_go strips with --strip=always, and with the default, `sometimes`, in fastbuild mode.
  const flags = request.stripFlags === 'remove' ? ['--strip=never'] : [];
  const events = join(host.tempDir, 'build-events.json');
  const said: string[] = [];
  const finished = await host.group(`bazel build ${targets.join(' ')}`, () =>
    runProcess({
      program,
      args: [
        ...(config === undefined ? [] : [`--bazelrc=${resolve(cwd, config)}`]),
        ...[
          'build',
          '--color=no',
          '--curses=no',
          `--build_event_json_file=${events}`,
          ...flags,
          '--',
          ...targets,
        ],
      ],
      cwd,
      env: toolEnvironment(host.env),
      signal: host.signal,
      onLine: (line) => {
        said.push(line);
        host.info(line);
      },
    }),
  );
  const fault = said.find((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
  const text = await readFile(events, 'utf8').catch(() => '');
  const { outputs, aborted } = readBuildEvents(text);
  if (finished.status !== 0) {
    if (aborted.some(({ reason }) => reason === 'LOADING_FAILURE')) throw unknownTarget(targets, fault);
    throw buildFailed('bazel build', finished, fault ?? aborted[0]?.description ?? said.at(-1));
  }
  const copied = await copyPrograms(outputs, outDir);
  return copied.map(({ label, path }) => ({
    path,
    producer: { tool: 'bazel', ...(version === '' ? {} : { version }), target: label, flags },
  }));
}

function unknownTarget(targets: readonly string[], fault: string | undefined): RequestError {
  return new RequestError(
    `Bazel cannot load ${targets.map((target) => `\`${target}\``).join(', ')}${fault === undefined ? '' : `: ${fault}`}`,
    { code: 'TARGET_UNKNOWN', next: 'See `bazel query //...`.' },
  );
}

function noPlatforms(): RequestError {
  return new RequestError('`platforms` is not for Bazel', {
    code: 'INPUT_CONFLICT',
    next: 'Set --platforms in your .bazelrc, or build targets with `goos` and `goarch`.',
  });
}
