import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Tool {
  /** Program and arguments that exit 0 where the tool is there. */
  readonly probe: readonly [string, ...string[]];
  readonly install: string;
}

const debian = (probe: Tool['probe'], packages: string): Tool => ({
  probe,
  install: `apt-get install ${packages}`,
});
const goTool = (probe: Tool['probe'], module: string): Tool => ({ probe, install: `go install ${module}` });

export type ToolName =
  | 'gdb'
  | 'gdb-multiarch'
  | 'readelf'
  | 'objcopy'
  | 'eu-unstrip'
  | 'gcc'
  | 'lld'
  | 'strace'
  | 'chromium'
  | 'go-1.19'
  | 'dlv'
  | 'goreleaser'
  | 'bazel';

/** Every outside tool that a test may use. `.ci/run` installs all of them. */
export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  gdb: debian(['gdb', '--version'], 'gdb'),
  'gdb-multiarch': debian(['gdb-multiarch', '--version'], 'gdb-multiarch'),
  readelf: debian(['readelf', '--version'], 'binutils'),
  objcopy: debian(['objcopy', '--version'], 'binutils'),
  'eu-unstrip': debian(['eu-unstrip', '--version'], 'elfutils'),
  gcc: debian(['gcc', '--version'], 'gcc'),
  lld: debian(['ld.lld', '--version'], 'lld'),
  strace: debian(['strace', '--version'], 'strace'),
  chromium: debian(['chromium', '--version'], 'chromium'),
  'go-1.19': debian(['/usr/lib/go-1.19/bin/go', 'version'], 'golang-1.19-go'),
  dlv: goTool([delve(), 'version'], 'github.com/go-delve/delve/cmd/dlv@v1.27.2'),
  goreleaser: goTool(['goreleaser', '--version'], 'github.com/goreleaser/goreleaser/v2@v2.15.1'),
  bazel: debian(['bazel', '--version'], 'bazel-bootstrap'),
};

/** Newest Delve: `go install` puts it beside the Go toolchain's other tools, Debian's old one is `/usr/bin/dlv`. */
export function delve(): string {
  const own = `${process.env['GOBIN'] ?? `${process.env['GOPATH'] ?? `${process.env['HOME']}/go`}/bin`}/dlv`;
  return existsSync(own) ? own : 'dlv';
}

const found = new Map<ToolName, boolean>();

/**
 * False where all tools are there. Where one is not: true, and a line that names it and how to get it; or, when
 * GOSYMBOLS_REQUIRE_TOOLS is set as it is in CI, an error that fails the test file.
 */
export function lacks(...names: readonly ToolName[]): boolean {
  const absent = names.filter((name) => !isThere(name));
  if (absent.length === 0) return false;
  const lines = absent.map((name) => `${name} is not installed; get it by: ${TOOLS[name].install}`);
  if (process.env['GOSYMBOLS_REQUIRE_TOOLS'] !== undefined) throw new Error(lines.join('\n'));
  for (const line of lines) process.stderr.write(`SKIPPED: ${line}\n`);
  return true;
}

function isThere(name: ToolName): boolean {
  const known = found.get(name);
  if (known !== undefined) return known;
  const [program, ...args] = TOOLS[name].probe;
  const there = spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  found.set(name, there);
  return there;
}
