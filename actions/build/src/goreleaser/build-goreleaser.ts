import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Host, nearest, RequestError, runProcess } from '@gosymbols/host';
import { buildFailed } from '../build-failed.ts';
import type { BuiltBinary } from '../built-binary.ts';
import { KEEP_SYMBOLS } from '../go/strip-flags.ts';
import type { BuildRequest } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';
import { needTool } from '../tools.ts';
import { readArtifacts } from './artifacts.ts';
import { findConfig } from './find-config.ts';
import { type Overlay, overlayOf } from './overlay.ts';

/** `goreleaser build` with the user's configuration; its file is read, never written. */
export async function buildGoReleaser(request: BuildRequest, host: Host): Promise<BuiltBinary[]> {
  const { cwd, targets, platforms, stripFlags } = request;
  if (request.mode !== 'build') throw notYet(request.mode);
  if (platforms.length > 1) throw onePlatform();
  const { program, version } = await needTool('goreleaser', cwd, host);
  const config = request.config ?? findConfig(cwd);
  const source = config === undefined ? 'version: 2\n' : await readFile(resolve(cwd, config), 'utf8');
  const overlay = overlayOf(source, config ?? 'no configuration file', stripFlags);
  checkIds(targets, overlay);
  const changed = stripFlags === 'remove' && overlay.stripping.length > 0;
  if (changed)
    host.notice(`${overlay.stripping.join(', ')}: -s and -w are taken back for this run (${KEEP_SYMBOLS}).`);
  // Outside the repository: there it would make the working tree dirty, which GoReleaser refuses to release.
  const file = join(host.tempDir, 'goreleaser.yaml');
  await writeFile(file, overlay.text);
  const [platform] = platforms;
  const said: string[] = [];
  const finished = await host.group('goreleaser build', () =>
    runProcess({
      program,
      args: [
        ...['build', '--snapshot', '--clean', '-f', file],
        ...targets.flatMap((id) => ['--id', id]),
        ...(platform === undefined ? [] : ['--single-target']),
      ],
      cwd,
      env: toolEnvironment(
        host.env,
        platform === undefined ? {} : { GOOS: platform.os, GOARCH: platform.arch },
      ),
      signal: host.signal,
      onLine: (line) => {
        said.push(line);
        host.info(line);
      },
    }),
  );
  if (finished.status !== 0) throw buildFailed('goreleaser build', finished, faultIn(said));
  const binaries = await readArtifacts(cwd, overlay.dist);
  return binaries.map(({ path, id, platform: of }) => ({
    path,
    ...(of === undefined ? {} : { platform: of }),
    producer: {
      tool: 'goreleaser',
      version,
      ...(id === undefined ? {} : { target: id }),
      flags:
        changed && (id === undefined || overlay.stripping.includes(id)) ? [`-ldflags+=${KEEP_SYMBOLS}`] : [],
    },
  }));
}

/** The line with GoReleaser's sign for a fault, from `error=` on; otherwise the last. */
function faultIn(said: readonly string[]): string | undefined {
  const line = said.find((candidate) => candidate.includes('⨯')) ?? said.at(-1);
  return line?.replace(/^.*?error=/, '').replace(/^\s*⨯\s*/, '');
}

function checkIds(targets: readonly string[], { ids }: Overlay): void {
  const unknown = ids.length === 0 ? undefined : targets.find((target) => !ids.includes(target));
  if (unknown === undefined) return;
  const guess = nearest(unknown, ids);
  throw new RequestError(`target \`${unknown}\` is not the id of a build`, {
    code: 'TARGET_UNKNOWN',
    next: guess === undefined ? `The ids are ${ids.join(', ')}.` : `Did you mean \`${guess}\`?`,
  });
}

function notYet(mode: string): RequestError {
  return new RequestError(
    `mode \`${mode}\` is not supported yet: its archives would hold binaries that are not split`,
    {
      code: 'MODE_UNSUPPORTED',
      next: 'Use mode build, split, and archive the stripped files afterwards.',
    },
  );
}

function onePlatform(): RequestError {
  return new RequestError('GoReleaser takes its platforms from its configuration, or one in its place', {
    code: 'INPUT_CONFLICT',
    next: 'Give at most one platform, or set goos and goarch in .goreleaser.yaml.',
  });
}
