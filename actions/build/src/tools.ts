import { type Host, probe, UnavailableError } from '@gosymbols/host';
import { coerce, lt } from 'semver';
import type { ToolName } from './request.ts';
import { toolEnvironment } from './tool-environment.ts';

export interface Tool {
  readonly program: string;
  /** As the tool prints it, e.g. `go1.26.8`; empty where it prints none (Debian's Bazel does not). */
  readonly version: string;
}

interface KnownTool {
  /** Names on the PATH, in the order of preference. */
  readonly programs: readonly string[];
  readonly ask: readonly string[];
  readonly version: RegExp;
  /** Oldest version whose flags and outputs are those that we drive and read. */
  readonly oldest: string;
  readonly install: string;
}

const TOOLS: Readonly<Record<ToolName, KnownTool>> = {
  go: {
    programs: ['go'],
    ask: ['env', 'GOVERSION'],
    version: /(?:^|\s)(go\d\S*)/,
    oldest: '1.19.0',
    install: 'Install Go 1.24 or newer: actions/setup-go in a workflow, https://go.dev/dl/ elsewhere.',
  },
  goreleaser: {
    programs: ['goreleaser'],
    ask: ['--version'],
    version: /GitVersion:\s*(\S+)/,
    oldest: '1.20.0',
    install:
      'Install it: goreleaser/goreleaser-action with `install-only: true` in a workflow, `go install github.com/goreleaser/goreleaser/v2@latest` elsewhere.',
  },
  bazel: {
    programs: ['bazelisk', 'bazel'],
    ask: ['--version'],
    version: /^bazel (\d\S*)/m,
    oldest: '4.0.0',
    install: 'Install Bazelisk: https://github.com/bazelbuild/bazelisk.',
  },
};

interface Where {
  readonly cwd: string;
  /** What the user named in place of the usual. */
  readonly program: string | undefined;
}

function programsFor(name: ToolName, { program }: Where): readonly string[] {
  return program === undefined ? TOOLS[name].programs : [program];
}

/** The tool's program and version; undefined where it is not on the PATH. */
export async function findTool(name: ToolName, where: Where, host: Host): Promise<Tool | undefined> {
  const { ask, version: pattern } = TOOLS[name];
  const { cwd } = where;
  for (const program of programsFor(name, where)) {
    const answer = await probe(program, ask, { cwd, env: toolEnvironment(host.env) });
    if (answer === undefined) continue;
    if (answer.exitCode !== 0)
      throw cannotAnswer(name, program, answer.stderr.trim() || answer.stdout.trim());
    return { program, version: pattern.exec(answer.stdout)?.[1] ?? '' };
  }
  return undefined;
}

/** @throws UnavailableError when it is missing or too old; both say how to get it */
export async function needTool(name: ToolName, where: Where, host: Host): Promise<Tool> {
  const { oldest, install } = TOOLS[name];
  const tool = await findTool(name, where, host);
  if (tool === undefined) {
    throw new UnavailableError(`${programsFor(name, where).join(' or ')} is not on the PATH`, {
      code: 'TOOL_MISSING',
      next: install,
    });
  }
  const version = coerce(tool.version);
  if (version !== null && lt(version, oldest)) {
    throw new UnavailableError(`${tool.program} is ${tool.version}, older than ${oldest}`, {
      code: 'TOOL_TOO_OLD',
      next: install,
    });
  }
  return tool;
}

/** Go refuses even to tell its version in a module that wants a newer one and may not download it. */
function cannotAnswer(name: ToolName, program: string, said: string): UnavailableError {
  const line = said.split('\n')[0] ?? '';
  return new UnavailableError(`${program} does not work here: ${line}`, {
    code: /requires go >= /.test(line) ? 'TOOL_TOO_OLD' : 'TOOL_UNUSABLE',
    next: TOOLS[name].install,
  });
}
