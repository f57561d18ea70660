import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

interface Tool {
  /** Program and arguments that exit 0 where the tool is there. */
  readonly probe: readonly [string, ...string[]];
  readonly install: string;
  /** Oldest version that will do; the first dotted number in what the probe says is the version. */
  readonly atLeast?: string;
}

const debian = (program: string, packages: string): Tool => ({
  probe: [program, '--version'],
  install: `apt-get install ${packages}`,
});
const goTool = (probe: Tool['probe'], module: string, atLeast: string): Tool => ({
  probe,
  install: `go install ${module}`,
  atLeast,
});

export type ToolName =
  | 'gdb'
  | 'gdb-multiarch'
  | 'readelf'
  | 'objcopy'
  | 'eu-unstrip'
  | 'debuginfod'
  | 'llvm-dwarfdump'
  | 'gcc'
  | 'lld'
  | 'strace'
  | 'chromium'
  | 'go-1.19'
  | 'dlv'
  | 'dlv-1.20'
  | 'perf'
  | 'bpftrace'
  | 'govulncheck'
  | 'garble'
  | 'goreleaser'
  | 'bazel'
  | 'act'
  | 'actionlint'
  | 'zizmor'
  | 'crane'
  | 'skopeo'
  | 'umoci'
  | 'oras'
  | 'cosign'
  | 'registry'
  | 'docker-registry'
  | 'containerd'
  | 'containerd-shim-runc-v2'
  | 'crictl'
  | 'runc'
  | 'unshare'
  | 'openssl';

/** Every outside tool that a test may use. `.ci/run` installs all of them; a test holds the two lists equal. */
export const TOOLS: Readonly<Record<ToolName, Tool>> = {
  gdb: debian('gdb', 'gdb'),
  'gdb-multiarch': debian('gdb-multiarch', 'gdb-multiarch'),
  readelf: debian('readelf', 'binutils'),
  objcopy: debian('objcopy', 'binutils'),
  'eu-unstrip': debian('eu-unstrip', 'elfutils'),
  debuginfod: debian('debuginfod', 'debuginfod'),
  'llvm-dwarfdump': debian('llvm-dwarfdump', 'llvm'),
  gcc: debian('gcc', 'gcc'),
  lld: debian('ld.lld', 'lld'),
  strace: debian('strace', 'strace'),
  chromium: debian('chromium', 'chromium'),
  'go-1.19': {
    probe: ['/usr/lib/go-1.19/bin/go', 'version'],
    install: 'apt-get install golang-1.19-go',
  },
  get dlv() {
    return goTool([delve(), 'version'], 'github.com/go-delve/delve/cmd/dlv@v1.27.2', '1.27.0');
  },
  'dlv-1.20': { probe: ['/usr/bin/dlv', 'version'], install: 'apt-get install delve' },
  perf: debian('perf', 'linux-perf'),
  bpftrace: debian('bpftrace', 'bpftrace'),
  govulncheck: goTool(['govulncheck', '-version'], 'golang.org/x/vuln/cmd/govulncheck@v1.9.0', '1.0.0'),
  garble: goTool(['garble', 'version'], 'mvdan.cc/garble@v0.15.0', '0.15.0'),
  goreleaser: goTool(['goreleaser', '--version'], 'github.com/goreleaser/goreleaser/v2@v2.15.1', '2.15.0'),
  bazel: debian('bazel', 'bazel-bootstrap'),
  act: goTool(['act', '--version'], 'github.com/nektos/act@v0.2.89', '0.2.80'),
  actionlint: goTool(
    ['actionlint', '-version'],
    'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
    '1.7.0',
  ),
  zizmor: { probe: ['zizmor', '--version'], install: 'pip install zizmor==1.32.0' },
  crane: {
    probe: ['crane', 'version'],
    install: 'go install github.com/google/go-containerregistry/cmd/crane@v0.22.1',
  },
  skopeo: debian('skopeo', 'skopeo'),
  umoci: debian('umoci', 'umoci'),
  oras: { probe: ['oras', 'version'], install: 'go install oras.land/oras/cmd/oras@v1.3.6' },
  cosign: {
    probe: ['cosign', 'version'],
    install: 'go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3',
  },
  registry: {
    probe: ['registry', '--version'],
    install: 'go install github.com/distribution/distribution/v3/cmd/registry@v3.1.2',
  },
  'docker-registry': debian('docker-registry', 'docker-registry'),
  containerd: {
    probe: ['containerd', '--version'],
    install: 'go install github.com/containerd/containerd/v2/cmd/containerd@v2.4.2',
  },
  'containerd-shim-runc-v2': {
    probe: ['containerd-shim-runc-v2', '-v'],
    install: 'go install github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2@v2.4.2',
  },
  crictl: {
    probe: ['crictl', '--version'],
    install: 'go install sigs.k8s.io/cri-tools/cmd/crictl@v1.37.0',
  },
  runc: { probe: ['runc', '--version'], install: 'go install github.com/opencontainers/runc@v1.5.2' },
  unshare: debian('unshare', 'util-linux'),
  openssl: { probe: ['openssl', 'version'], install: 'apt-get install openssl' },
};

/** The newest Delve here: Debian's old one may come first on the PATH, and `go install` writes beside it. */
export function delve(): string {
  newestDelve ??= findDelve();
  return newestDelve;
}

let newestDelve: string | undefined;

function findDelve(): string {
  const { GOBIN, GOPATH, HOME } = process.env;
  const own = join(GOBIN ?? join(GOPATH ?? join(HOME ?? '', 'go'), 'bin'), 'dlv');
  if (!existsSync(own)) return 'dlv';
  const version = (program: string): string => versionIn(ask(program, ['version']).said) ?? '0';
  return isOlder(version('dlv'), version(own)) ? own : 'dlv';
}

const found = new Map<ToolName, string | undefined>();

/**
 * False where all tools are there. Where one is not: true, and the end of the run names it and how to get it; or, when
 * GOSYMBOLS_REQUIRE_TOOLS is set as it is in CI, an error that fails the test file.
 */
export function lacks(...names: readonly ToolName[]): boolean {
  const lines = names.flatMap((name) => {
    const why = whyNot(name);
    return why === undefined ? [] : [`${name} ${why}; get it by: ${TOOLS[name].install}`];
  });
  if (lines.length === 0) return false;
  if (process.env['GOSYMBOLS_REQUIRE_TOOLS'] !== undefined) throw new Error(lines.join('\n'));
  for (const line of lines) remember(line);
  return true;
}

/** The end of the run says it once for all test files (say-what-is-missing.ts). */
function remember(line: string): void {
  const list = process.env['GOSYMBOLS_MISSING_TOOLS'];
  if (list === undefined) process.stderr.write(`SKIPPED: ${line}\n`);
  else appendFileSync(list, `${line}\n`);
}

function whyNot(name: ToolName): string | undefined {
  if (!found.has(name)) found.set(name, look(TOOLS[name]));
  return found.get(name);
}

function look({ probe: [program, ...args], atLeast }: Tool): string | undefined {
  const { status, said } = ask(program, args);
  if (status !== 0) return 'is not installed';
  if (atLeast === undefined) return undefined;
  const version = versionIn(said) ?? '0';
  return isOlder(version, atLeast) ? `is ${version}, older than ${atLeast}` : undefined;
}

function ask(program: string, args: readonly string[]): { status: number | null; said: string } {
  const { status, stdout } = spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return { status, said: stdout ?? '' };
}

function versionIn(text: string): string | undefined {
  return /\d+\.\d+(\.\d+)?/.exec(text)?.[0];
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
