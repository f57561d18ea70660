import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Host, runProcess } from '@gosymbols/host';
import { lt } from 'semver';
import { buildFailed } from '../build-failed.ts';
import type { Built, BuiltBinary } from '../built-binary.ts';
import { KEEP_SYMBOLS } from '../go/strip-flags.ts';
import type { BuildRequest } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';
import { needTool, type Tool } from '../tools.ts';
import { readArtifacts } from './artifacts.ts';
import { checkIds } from './check-ids.ts';
import { clearHalfMade } from './clear-half-made.ts';
import { faultIn } from './fault-in.ts';
import { findConfig } from './find-config.ts';
import { readHookRecords } from './hook-records.ts';
import { readMetadata } from './metadata.ts';
import { type Overlay, overlayOf } from './overlay.ts';

/**
 * `goreleaser build` or `release` with the user's configuration; its file is read, never written. A release is split by
 * hooks: afterwards it would be in its archives already.
 */
export async function buildGoReleaser(request: BuildRequest, host: Host): Promise<Built> {
  const { cwd, targets, mode } = request;
  const tool = await needTool('goreleaser', request, host);
  const config = request.config ?? findConfig(cwd);
  const overlay = await overlayFor(config, request, tool);
  checkIds(targets, overlay);
  sayChanges(overlay, request, host);
  // Outside the repository: there it would make the working tree dirty, which GoReleaser refuses to release.
  const file = join(host.tempDir, 'goreleaser.yaml');
  await writeFile(file, overlay.text);
  const hookDir = overlay.hookFolder === undefined ? undefined : resolve(cwd, overlay.hookFolder);
  try {
    await drive(tool, file, request, host);
    const records = hookDir === undefined ? new Map() : await readHookRecords(hookDir, request.indexPath);
    const listed = await readArtifacts(cwd, overlay.dist);
    const changed = request.stripFlags === 'remove';
    const binaries = listed.map(({ path, id, platform }): BuiltBinary => {
      const flags =
        changed && (id === undefined ? overlay.stripping.length > 0 : overlay.stripping.includes(id))
          ? [`-ldflags+=${KEEP_SYMBOLS}`]
          : [];
      const record = records.get(path);
      return {
        path,
        ...(platform === undefined ? {} : { platform }),
        ...(record === undefined ? {} : { record }),
        producer: {
          tool: 'goreleaser',
          version: tool.version,
          ...(id === undefined ? {} : { target: id }),
          flags,
        },
      };
    });
    const { source, release } = await readMetadata(cwd, overlay.dist);
    return { binaries, source, ...(mode === 'build' ? {} : { release }), isSplit: hookDir !== undefined };
  } catch (error) {
    if (hookDir !== undefined) await clearHalfMade(resolve(cwd, overlay.dist), hookDir);
    throw error;
  }
}

async function overlayFor(
  config: string | undefined,
  request: BuildRequest,
  { version }: Tool,
): Promise<Overlay> {
  const { cwd, mode, stripFlags, split } = request;
  // Version 1 refuses the key that version 2 asks for.
  const nothing = lt(version.replace(/^v/, ''), '2.0.0') ? '{}\n' : 'version: 2\n';
  const source = config === undefined ? nothing : await readFile(resolve(cwd, config), 'utf8');
  return overlayOf(source, {
    file: config ?? 'no configuration file',
    stripFlags,
    ...(mode === 'build' ? {} : { hook: split }),
  });
}

async function drive({ program }: Tool, file: string, request: BuildRequest, host: Host): Promise<void> {
  const { cwd, mode, targets, args, timeout } = request;
  const verb = mode === 'build' ? 'build' : 'release';
  const said: string[] = [];
  const finished = await host.group(`goreleaser ${verb}`, () =>
    runProcess({
      program,
      args: [
        ...[verb, ...(mode === 'release' ? [] : ['--snapshot']), '--clean', '-f', file],
        ...targets.flatMap((id) => ['--id', id]),
        // Its own end of an hour would come before a longer one of ours.
        ...(timeout === undefined ? [] : [`--timeout=${Math.ceil(timeout / 1000) + 60}s`]),
        ...args,
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
  if (finished.status !== 0) throw buildFailed(`goreleaser ${verb}`, finished, faultIn(said));
}

function sayChanges({ stripping, hasKo, hookFolder }: Overlay, request: BuildRequest, host: Host): void {
  if (request.stripFlags === 'remove' && stripping.length > 0)
    host.notice(`${stripping.join(', ')}: -s and -w are taken back for this run (${KEEP_SYMBOLS}).`);
  if (hookFolder !== undefined && hasKo)
    host.warning(
      'ko compiles its images anew: what is in them is not what was split, and has no symbols. Copy the binaries of `dist` into an image instead (docs/goreleaser.md).',
    );
}
