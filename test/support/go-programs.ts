import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One way to build one of the programs under test/fixtures/programs. */
export interface Build {
  /** Unique name, also the file's. */
  readonly name: string;
  readonly program?:
    | 'kitchen'
    | 'cgo'
    | 'plugin'
    | 'tiny'
    | 'truth'
    | 'pclntab-reader'
    | 'referrers-registry'
    | 'mounted';
  /** A folder with a module of its own, in place of `program`; its import paths are `importPath`. */
  readonly source?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Import path of a program of the standard library, in place of `program`: `cmd/go` is large and always there. */
  readonly importPath?: string;
  /** Arguments of `go build` before the package. */
  readonly args?: readonly string[];
  /** The `go` command; Debian keeps its own beside the newest. */
  readonly go?: string;
  /** Can be run on this machine. */
  readonly native?: boolean;
}

const PROGRAMS = join(import.meta.dirname, '..', 'fixtures', 'programs');

/** Built programs outlive a run: the key holds everything that goes into them. */
const CACHE = join(process.env['GOSYMBOLS_TEST_CACHE'] ?? join(tmpdir(), 'gosymbols-test-programs'));

/** Builds a program once per toolchain, sources and flags, and gives the binary's path. Copy it before changing it. */
export function goProgram(build: Build): string {
  const { name, program = 'kitchen', env = {}, args = [], go = 'go', importPath = '.' } = build;
  const source = build.source ?? join(PROGRAMS, program);
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', ...env };
  const version = execFileSync(go, ['version'], { cwd: source, env: environment, encoding: 'utf8' }).trim();
  const sources = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(go|mod|sum)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readFileSync(file, 'utf8'));
  const key = createHash('sha256')
    .update(JSON.stringify(['sources kept beside', version, env, args, importPath, sources]))
    .digest('hex')
    .slice(0, 16);
  const path = join(CACHE, key, name);
  if (existsSync(path)) return path;
  // Debuggers look for sources where they were when compiled: in the cache they stay, the checkout may go.
  const kept = join(CACHE, key, 'src');
  cpSync(source, kept, { recursive: true });
  const draft = `${path}.${process.pid}`;
  execFileSync(go, ['build', '-o', draft, ...args, importPath], {
    cwd: kept,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  renameSync(draft, path);
  return path;
}
