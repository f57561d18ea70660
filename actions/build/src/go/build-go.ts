import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Host, makeFolder } from '@gosymbols/host';
import type { BuiltBinary } from '../built-binary.ts';
import type { BuildRequest } from '../request.ts';
import type { Tool } from '../versions.ts';
import { buildProgram } from './build-program.ts';
import { fileName } from './file-names.ts';
import { goEnvironment } from './go-environment.ts';
import { listMains } from './list-mains.ts';
import { symbolArguments } from './strip-flags.ts';

/** One `go build` for each main package and platform. Files in `outDir` change only when all have succeeded. */
export async function buildGo(go: Tool, request: BuildRequest, host: Host): Promise<BuiltBinary[]> {
  const { cwd, outDir } = request;
  const own = await goEnvironment(cwd, host);
  const platforms = request.platforms.length === 0 ? [own.platform] : request.platforms;
  const patterns = request.targets.length === 0 ? defaultTargets(cwd) : request.targets;
  const flags = symbolArguments(own.goflags, request.stripFlags);
  await makeFolder(outDir);
  // `go build` leaves a file alone that has the build ID it would write, and a file that was split since has that too.
  const fresh = await mkdtemp(join(outDir, '.gosymbols-build-'));
  try {
    const built: BuiltBinary[] = [];
    const files: string[] = [];
    for (const platform of platforms) {
      const mains = await listMains({ patterns, platform, cwd, host });
      const isOwn = platform.os === own.platform.os && platform.arch === own.platform.arch;
      for (const main of mains) {
        const name = `${fileName(main, mains)}${platform.os === 'windows' ? '.exe' : ''}`;
        const file = isOwn ? name : join(`${platform.os}_${platform.arch}`, name);
        await buildProgram({ main, platform, path: join(fresh, file), flags, cwd, host });
        files.push(file);
        const version = go.version === undefined ? {} : { version: go.version };
        const producer = { tool: 'go', ...version, target: main.importPath, flags } as const;
        built.push({ path: join(outDir, file), platform, producer });
      }
    }
    for (const file of files) {
      await makeFolder(dirname(join(outDir, file)));
      await rename(join(fresh, file), join(outDir, file));
    }
    return built;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function defaultTargets(cwd: string): readonly string[] {
  return existsSync(join(cwd, 'cmd')) ? ['./cmd/...'] : ['./...'];
}
