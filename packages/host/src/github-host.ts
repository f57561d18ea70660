import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Host, Place } from './host.ts';
import { withoutCommands } from './without-commands.ts';

export interface GitHubHost extends Host, Disposable {}

/** A step of a GitHub Actions workflow: log groups, annotations, outputs, the job summary and the artifact service. */
export function githubHost(signal: AbortSignal): GitHubHost {
  let tempDir: string | undefined;
  return {
    kind: 'github',
    cwd: process.cwd(),
    env: process.env,
    signal,
    get tempDir() {
      tempDir ??= mkdtempSync(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'gosymbols-'));
      return tempDir;
    },
    now: () => new Date(),
    info: (message) => core.info(withoutCommands(message)),
    debug: core.debug,
    notice: (message, place) => core.notice(message, properties(place)),
    warning: (message, place) => core.warning(message, properties(place)),
    error: (message, place) => core.error(message, properties(place)),
    group: core.group,
    progress: (label) => ({
      update: () => {},
      done: (text) => core.info(withoutCommands(`${label}: ${text}`)),
      failed: (text) => core.info(withoutCommands(`${label}: failed: ${text}`)),
    }),
    async summary(markdown) {
      // Outside a runner there is no summary file, and @actions/core throws.
      if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') !== '')
        await core.summary.addRaw(markdown, true).write();
    },
    setOutput: core.setOutput,
    secret: core.setSecret,
    async uploadArtifact(name, files, rootDirectory) {
      if (process.env['ACTIONS_RESULTS_URL'] === undefined) return undefined;
      const { DefaultArtifactClient } = await import('@actions/artifact');
      const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files], rootDirectory);
      return id;
    },
    [Symbol.dispose]() {
      if (tempDir !== undefined) rmSync(tempDir, { recursive: true, force: true });
    },
  };
}

function properties(place: Place | undefined): core.AnnotationProperties {
  return {
    ...(place?.file === undefined ? {} : { file: place.file }),
    ...(place?.line === undefined ? {} : { startLine: place.line }),
    ...(place?.title === undefined ? {} : { title: place.title }),
  };
}
