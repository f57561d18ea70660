import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Real programs of about 20, 80 and 120 MB; their versions are those of `.ci/run`, and so is the cache folder. */
const PROGRAMS = [
  { name: 'dlv', module: 'github.com/go-delve/delve', package: '/cmd/dlv', version: 'v1.27.2' },
  {
    name: 'registry',
    module: 'github.com/distribution/distribution/v3',
    package: '/cmd/registry',
    version: 'v3.1.2',
  },
  { name: 'goreleaser', module: 'github.com/goreleaser/goreleaser/v2', package: '', version: 'v2.15.1' },
] as const;

type Program = (typeof PROGRAMS)[number];

export interface Binary {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The toolchain that built it. */
  readonly go: string;
}

const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gosymbols-ci');

/** The binaries, smallest first: from the cache, else from PATH or Go's own folder at the same version, else built. */
export function findBinaries(): Binary[] {
  return PROGRAMS.map((program) => {
    const places = [cachedPath(program), ...pathsOf(program.name)];
    for (const path of places) {
      const found = known(program, path);
      if (found !== undefined) return found;
    }
    build(program);
    const built = known(program, cachedPath(program));
    if (built === undefined)
      throw new Error(`${cachedPath(program)} is not ${program.name} ${program.version}`);
    return built;
  }).sort((a, b) => a.size - b.size);
}

function cachedPath({ name, version }: Program): string {
  return join(CACHE, `${name}@${version}`, name);
}

function pathsOf(name: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, join(homedir(), 'go', 'bin')].map((folder) => join(folder, name));
}

/** @returns undefined unless the file is that very version, with its DWARF, as `go install` leaves it */
function known(program: Program, path: string): Binary | undefined {
  if (!existsSync(path)) return undefined;
  const { status, stdout } = spawnSync('go', ['version', '-m', path], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const version = stdout.match(/^\tmod\t(\S+)\t(\S+)/m);
  if (version?.[1] !== program.module || version[2] !== program.version || / -[sw]\b/.test(stdout))
    return undefined;
  const go = stdout.match(/: (go\S+)/)?.[1] ?? 'unknown';
  return { name: program.name, version: program.version, path, size: statSync(path).size, go };
}

function build(program: Program): void {
  console.error(`Building ${program.name} ${program.version} (minutes, once)`);
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(join(CACHE, 'draft.'));
  const target = `${program.module}${program.package}@${program.version}`;
  const env = { ...process.env, GOBIN: draft, GOFLAGS: '' };
  const { status } = spawnSync('go', ['install', target], { env, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    rmSync(draft, { recursive: true });
    throw new Error(`go install ${target} failed; Go is needed: https://go.dev/dl/`);
  }
  const folder = join(CACHE, `${program.name}@${program.version}`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}
