import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateOf } from '../support/folder-state.ts';
import { onPath, realGo } from '../support/shop.ts';
import { step } from './step.ts';
import { Workspace } from './workspace.ts';

/** How a runner cancels a step. */
function cancel(child: ChildProcess): void {
  child.kill('SIGINT');
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), 7_500),
    setTimeout(() => child.kill('SIGKILL'), 10_000),
  ];
  child.once('close', () => timers.forEach(clearTimeout));
}

const CANCELLED = [
  expect.stringMatching(/^cancelled by SIGINT\. Nothing is left half done; run it again\. \[ABORTED\]$/),
];

describe('a step that is cancelled ends by itself, with one annotation, and leaves nothing half done', () => {
  let workspace: Workspace;
  let silent: Server;
  let host: string;
  let onCall: () => void = () => {};
  beforeAll(async () => {
    workspace = new Workspace();
    // Takes every connection and never answers.
    silent = createServer((socket) => socket.on('error', () => {}).once('data', () => onCall()));
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const address = silent.address();
    host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  afterAll(async () => {
    await new Promise((done) => silent.close(done));
    workspace[Symbol.dispose]();
  });

  test.each([
    ['publish', {}],
    ['gate', { binaries: 'dist/hello' }],
    ['fetch', { binary: 'dist/hello' }],
    ['prune', {}],
  ])('%s, while the registry does not answer', async (verb, inputs) => {
    const { cwd, files } = workspace.copy();
    const before = stateOf(cwd);
    const ran = await step({
      verb,
      cwd,
      files,
      inputs: { ...inputs, store: `${host}/octo/symbols` },
      env: { XDG_CACHE_HOME: `${files}/cache` },
      started: (child) => {
        onCall = () => cancel(child);
      },
    });
    expect(ran.errors, ran.log).toEqual(CANCELLED);
    expect(ran.status).toBe(130);
    expect(stateOf(cwd)).toEqual(before);
    expect(stateOf(`${files}/temp`)).toEqual({});
  });

  test.each([
    ['report', { comment: 'true', format: 'html' }],
    ['baseline', {}],
  ])('%s, while GitHub does not answer', async (verb, inputs) => {
    const { cwd, files } = workspace.copy();
    const repository = { full_name: 'octo/shop', default_branch: 'main' };
    const sha = '0123456789012345678901234567890123456789';
    const side = { sha, ref: 'main', repo: { full_name: 'octo/shop' } };
    const ran = await step({
      verb,
      cwd,
      files,
      inputs,
      event: { repository, pull_request: { number: 5, head: side, base: side } },
      env: {
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_REPOSITORY: 'octo/shop',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_API_URL: `http://${host}`,
        GITHUB_SHA: sha,
        GITHUB_RUN_ID: '7',
        GITHUB_TOKEN: 'token',
      },
      started: (child) => {
        onCall = () => cancel(child);
      },
    });
    expect(ran.errors, ran.log).toEqual(CANCELLED);
    expect(ran.status).toBe(130);
  });

  test.each(['build', 'pipeline'])('%s, while the compiler runs', async (verb) => {
    const { cwd, files } = workspace.copy();
    const started = workspace.at(`${verb}-compiles`);
    const script = `case "$1" in build) touch '${started}'; sleep 300; esac\nexec '${realGo()}' "$@"`;
    const { PATH } = onPathEnv(workspace.at(`${verb}-bin`), script);
    mkdirSync(join(cwd, 'built'));
    const before = stateOf(cwd);
    const ran = await step({
      verb,
      cwd,
      files,
      inputs: { tool: 'go', 'out-dir': 'built' },
      env: { PATH },
      started: (child) => {
        const watch = setInterval(() => {
          if (!existsSync(started)) return;
          clearInterval(watch);
          cancel(child);
        }, 50);
        child.once('close', () => clearInterval(watch));
      },
    });
    expect(ran.errors, ran.log).toEqual(CANCELLED);
    expect(ran.status).toBe(130);
    expect(stateOf(cwd)).toEqual(before);
  });
});

function onPathEnv(folder: string, script: string): { readonly PATH: string } {
  return { PATH: onPath(folder, 'go', script) };
}
