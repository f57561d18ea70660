import { isAbsolute, relative } from 'node:path';
import { type Host, type Inputs, type Outcome, RequestError, sourceFacts, type Verb } from '@gosymbols/host';
import { spellBytes } from '@gosymbols/policy';
import { type BinaryRecord, newIndex, resolveBeside, writeIndex } from '@gosymbols/record';
import spec from '../action.yml';
import { buildBazel } from './bazel/build-bazel.ts';
import type { Built } from './built-binary.ts';
import { chooseTool } from './choose-tool.ts';
import { buildGo } from './go/build-go.ts';
import { lookAtBuilt } from './look-at-built.ts';
import { type BuildRequest, readRequest, type ToolName } from './request.ts';

export const verb: Verb = { name: 'build', spec, positional: 'targets', run };

const DRIVERS: Readonly<Record<ToolName, (request: BuildRequest, host: Host) => Promise<Built>>> = {
  go: buildGo,
  // Brings the YAML library: loaded only then.
  goreleaser: async (request, host) =>
    (await import('./goreleaser/build-goreleaser.ts')).buildGoReleaser(request, host),
  bazel: buildBazel,
};

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const request = readRequest(inputs, host);
  const tool = await chooseTool(request, host);
  const built = await DRIVERS[tool](request, host);
  const records = await lookAtBuilt(built, request, host);
  if (records.length === 0) {
    throw new RequestError(`${tool} built nothing that is a Go program`, {
      code: 'NO_BINARIES',
      next: 'Name main packages, ids or labels in `targets`.',
    });
  }
  const source = { ...(await sourceFacts(host, request.cwd)), ...built.source };
  const release = built.release === undefined ? {} : { release: built.release };
  await writeIndex(
    request.indexPath,
    newIndex(records, { now: host.now(), env: host.env, source, ...release }),
  );
  return outcomeOf(tool, records, request.indexPath, host);
}

function outcomeOf(tool: ToolName, records: readonly BinaryRecord[], indexPath: string, host: Host): Outcome {
  const shown = (path: string): string => {
    const short = relative(host.cwd, path);
    return short.startsWith('..') || isAbsolute(short) ? path : short;
  };
  const binaries = records.map(({ name, path, platform, before, levelBefore, split }) => ({
    name,
    path: shown(resolveBeside(indexPath, path)),
    platform:
      platform === undefined
        ? null
        : [platform.os, platform.arch, platform.variant].filter(Boolean).join('/'),
    size: split?.stripped.size ?? before.size,
    level: split?.levelAfter ?? levelBefore,
  }));
  return {
    outputs: { index: shown(indexPath), tool, binaries },
    text: [
      ...binaries.map(
        ({ path, platform, size, level }) =>
          `${path}: ${platform ?? 'unknown platform'}, ${spellBytes(size)}, ${level}`,
      ),
      `index: ${shown(indexPath)}`,
    ].join('\n'),
  };
}
