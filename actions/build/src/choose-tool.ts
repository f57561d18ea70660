import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Host, RequestError } from '@gosymbols/host';
import { GORELEASER_FILES } from './goreleaser/find-config.ts';
import type { BuildRequest, ToolName } from './request.ts';
import { findTool } from './tools.ts';

/** What shows that a tool is in use, in the order in which `auto` tries them: the most specific first. */
const SIGNS: readonly { tool: ToolName; files: readonly string[]; inParents: boolean }[] = [
  { tool: 'goreleaser', files: GORELEASER_FILES, inParents: false },
  { tool: 'bazel', files: ['MODULE.bazel', 'WORKSPACE.bazel', 'WORKSPACE'], inParents: true },
  { tool: 'go', files: ['go.mod', 'go.work'], inParents: true },
];

/**
 * The tool that was named, or the first whose files are present, that is installed, and that can do all that is asked.
 * The log says which and why.
 * @throws RequestError when no tool fits
 */
export async function chooseTool(request: BuildRequest, host: Host): Promise<ToolName> {
  if (request.tool !== 'auto') {
    const conflict = conflictOf(request.tool, request);
    if (conflict !== undefined) throw conflicting(conflict);
    return request.tool;
  }
  const signs = SIGNS.flatMap(({ tool, files, inParents }) => {
    const sign = find(files, request.cwd, inParents);
    return sign === undefined ? [] : [{ tool, sign }];
  });
  const passedOver: string[] = [];
  for (const { tool, sign } of signs) {
    const conflict = conflictOf(tool, request);
    const found = conflict === undefined ? await findTool(tool, request, host) : undefined;
    if (found === undefined) {
      passedOver.push(`${tool} (${sign}) is passed over: ${conflict ?? 'it is not installed'}`);
      continue;
    }
    for (const reason of passedOver) host.info(reason);
    host.info(
      `${[tool, found.version].filter(Boolean).join(' ')} builds: ${sign} is present (\`tool: auto\`)`,
    );
    return tool;
  }
  if (signs[0] !== undefined && signs.every(({ tool }) => conflictOf(tool, request) === undefined))
    return signs[0].tool;
  throw new RequestError(
    signs.length === 0
      ? `${request.cwd} has neither go.mod nor a GoReleaser configuration nor a Bazel workspace`
      : `no tool can do what is asked: ${passedOver.join('; ')}`,
    {
      code: 'TOOL_UNKNOWN',
      next: 'Give the folder of the Go module with `working-directory`, or the tool with `tool`.',
    },
  );
}

/** Why a tool cannot do what is asked of it, e.g. "`platforms` is for plain Go"; undefined where it can. */
export function conflictOf(tool: ToolName, request: BuildRequest): string | undefined {
  const { mode, platforms, targets, config, query, program } = request;
  if (mode !== 'build') {
    if (tool !== 'goreleaser') return `\`mode: ${mode}\` is for GoReleaser`;
    if (targets.length + platforms.length > 0)
      return `\`mode: ${mode}\` releases all that the configuration names; \`targets\` and \`platforms\` are for \`mode: build\``;
  }
  if (query !== undefined && tool !== 'bazel') return '`query` is for Bazel';
  if (query !== undefined && targets.length > 0) return '`query` takes the place of `targets`';
  if (platforms.length > 0 && tool !== 'go') return '`platforms` is for plain Go';
  if (config !== undefined && tool === 'go') return '`config` is for GoReleaser and Bazel; Go has none';
  if (program !== undefined && tool === 'go') return '`program` is for GoReleaser and Bazel';
  const foreign = targets.find((target) => isForeign(tool, target));
  return foreign === undefined ? undefined : `\`${foreign}\` is no target of ${tool}`;
}

function isForeign(tool: ToolName, target: string): boolean {
  if (tool === 'go') return /^(\/\/|@|:)/.test(target);
  if (tool === 'bazel') return target.startsWith('.');
  return /[/:]/.test(target);
}

function conflicting(conflict: string): RequestError {
  return new RequestError(conflict, {
    code: 'INPUT_CONFLICT',
    next: 'Leave it out, or choose another `tool`.',
  });
}

function find(files: readonly string[], folder: string, inParents: boolean): string | undefined {
  const found = files.find((file) => existsSync(join(folder, file)));
  const above = dirname(folder);
  return found !== undefined || !inParents || above === folder ? found : find(files, above, true);
}
