import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Host, makeFolder } from '@gosymbols/host';
import type { Built, BuiltBinary } from '../built-binary.ts';
import type { BuildRequest } from '../request.ts';
import { needTool } from '../tools.ts';
import { buildProgram } from './build-program.ts';
import { checkPlatforms } from './check-platforms.ts';
import { fileName } from './file-names.ts';
import { goEnvironment } from './go-environment.ts';
import { listMains } from './list-mains.ts';
import { symbolArguments } from './strip-flags.ts';

/** One `go build` for each main package and platform. Files in `outDir` change only when all have succeeded. */
export async function buildGo(request: BuildRequest, host: Host): Promise<Built> {
  const { cwd, outDir, args, timeout } = request;
  const { version } = await needTool('go', request, host);
  const own = await goEnvironment(cwd, host);
  await checkPlatforms(request.platforms, cwd, host);
  const platforms = request.platforms.length === 0 ? [own.platform] : request.platforms;
  const patterns = request.targets.length === 0 ? defaultTargets(cwd) : request.targets;
  const flags = symbolArguments(own.goflags, args, request.stripFlags);
  await makeFolder(outDir);
  // `go build` leaves a file alone that has the build ID it would write, and a file that was split since has that too.
  const fresh = await mkdtemp(join(outDir, '.gosymbols-build-'));
  try {
    const built: BuiltBinary[] = [];
    const until = timeout === undefined ? undefined : performance.now() + timeout;
    for (const platform of platforms) {
      const mains = await listMains({ patterns, platform, args, cwd, host });
      const isOwn = platform.os === own.platform.os && platform.arch === own.platform.arch;
      const folder = isOwn ? '' : `${platform.os}_${platform.arch}`;
      for (const main of mains) {
        const name = `${fileName(main, mains)}${platform.os === 'windows' ? '.exe' : ''}`;
        await buildProgram({
          ...{ main, platform, path: join(fresh, folder, name), cwd, host },
          flags: [...args, ...flags],
          until,
        });
        const producer = { tool: 'go', version, target: main.importPath, flags } as const;
        built.push({ path: join(outDir, folder, name), platform, producer });
      }
    }
    for (const { path } of built) {
      await makeFolder(dirname(path));
      await rename(join(fresh, path.slice(outDir.length)), path);
    }
    return { binaries: built };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function defaultTargets(cwd: string): readonly string[] {
  return existsSync(join(cwd, 'cmd')) ? ['./cmd/...'] : ['./...'];
}
