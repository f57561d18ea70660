import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Host, nearest, RequestError, runProcess } from '@gosymbols/host';
import { buildFailed } from '../build-failed.ts';
import type { BuiltBinary } from '../built-binary.ts';
import { GORELEASER_FILES } from '../choose-tool.ts';
import { KEEP_SYMBOLS } from '../go/strip-flags.ts';
import type { BuildRequest } from '../request.ts';
import { toolEnvironment } from '../tool-environment.ts';
import type { Tool } from '../versions.ts';
import { readArtifacts } from './artifacts.ts';
import { type Overlay, overlayOf } from './overlay.ts';

/** `goreleaser build` with the user's configuration; its file is read, never written. */
export async function buildGoReleaser(tool: Tool, request: BuildRequest, host: Host): Promise<BuiltBinary[]> {
  const { cwd, targets, stripFlags } = request;
  const overlay = await readOverlay(request);
  checkIds(targets, overlay);
  const changed = stripFlags === 'remove' ? overlay.stripping : [];
  if (changed.length > 0)
    host.info(`${changed.join(', ')}: -s and -w are taken back for this run (${KEEP_SYMBOLS})`);
  // Outside the repository: there it would make the working tree dirty, which GoReleaser refuses to release.
  const file = join(host.tempDir, 'goreleaser.yaml');
  await writeFile(file, overlay.text);
  const said: string[] = [];
  const finished = await host.group('goreleaser build', () =>
    runProcess({
      program: tool.program,
      args: ['build', '--snapshot', '--clean', '-f', file, ...targets.flatMap((id) => ['--id', id])],
      cwd,
      env: toolEnvironment(host.env),
      signal: host.signal,
      onLine: (line) => {
        said.push(line);
        host.info(line);
      },
    }),
  );
  if (finished.status !== 0) throw buildFailed('goreleaser build', finished, faultIn(said));
  const binaries = await readArtifacts(cwd, overlay.dist);
  return binaries.map(({ path, id, platform }) => ({
    path,
    ...(platform === undefined ? {} : { platform }),
    producer: {
      tool: 'goreleaser',
      ...(tool.version === undefined ? {} : { version: tool.version }),
      ...(id === undefined ? {} : { target: id }),
    },
  }));
}

async function readOverlay({ cwd, config, stripFlags }: BuildRequest): Promise<Overlay> {
  const file = config ?? GORELEASER_FILES.map((name) => join(cwd, name)).find((path) => existsSync(path));
  if (file === undefined) return overlayOf('version: 2\n', 'no configuration file', stripFlags);
  return overlayOf(await readFile(file, 'utf8'), relative(cwd, file), stripFlags);
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
