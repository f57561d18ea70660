import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dockerLogin } from '../support/docker-login.ts';
import { GitHubServer } from '../support/github-server/index.ts';
import { DISTRIBUTION, type RunningRegistry } from '../support/registries.ts';
import { PUBLISHER } from '../support/registry-users.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { type ActRequest, act, type WorkflowRan } from './act.ts';
import { type Ghcr, ghcrAt } from './ghcr.ts';
import { RegistryContent } from './registry-content.ts';
import { released } from './released.ts';
import { FORK, pullRequest, pushed, REPOSITORY, runCompleted, type Trigger } from './triggers.ts';

const STAND_INS = join(import.meta.dirname, 'stand-ins');
const ARTIFACT_CLIENT = pathToFileURL(
  join(import.meta.dirname, '../../node_modules/@actions/artifact/lib/artifact.js'),
).href;

/**
 * A repository on the test GitHub with a checkout here, its registry behind `ghcr.io`, and a runner. Commits, tags and
 * pull requests are git's own.
 */
export class Project implements AsyncDisposable {
  readonly server: GitHubServer;
  readonly registry: RunningRegistry;
  readonly content: RegistryContent;
  readonly checkout: string;
  readonly ghcr: Ghcr;
  readonly #folder: ReturnType<typeof scratch>;
  #runs = 0;

  private constructor(parts: {
    server: GitHubServer;
    registry: RunningRegistry;
    folder: ReturnType<typeof scratch>;
    ghcr: Ghcr;
  }) {
    this.server = parts.server;
    this.registry = parts.registry;
    this.content = new RegistryContent(parts.registry.host);
    this.#folder = parts.folder;
    this.ghcr = parts.ghcr;
    this.checkout = parts.folder.at('checkout');
    // One token for both: that of the run.
    this.server.token(PUBLISHER.password);
    this.server.token('fork', { access: { issues: 'read', contents: 'read' } });
    released(this.#folder.at('released'));
    mkdirSync(this.checkout);
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('remote', 'add', 'origin', `https://github.com/${REPOSITORY}.git`);
    this.git('config', 'remote.origin.pushurl', this.server.state.git.path);
  }

  static async start(): Promise<Project> {
    const folder = scratch();
    const server = await GitHubServer.start();
    const registry = await DISTRIBUTION.start({ access: 'basic' });
    const ghcr = await ghcrAt(registry.host, folder.path);
    return new Project({ server, registry, folder, ghcr });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ghcr[Symbol.asyncDispose]();
    await this.registry[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
    await this.server[Symbol.asyncDispose]();
  }

  at(...parts: string[]): string {
    return this.#folder.at(...parts);
  }

  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=octo', '-c', 'user.email=octo@example.com'];
    return output('git', [...identity, ...args], { cwd: this.checkout }).trim();
  }

  /** A workflow of examples/workflows, put where workflows are. */
  static example(name: string): Record<string, string> {
    return {
      [`.github/workflows/${name}`]: readFileSync(
        join(import.meta.dirname, '../../examples/workflows', name),
        'utf8',
      ),
    };
  }

  /** A project of this repository (`examples/shop`, `test/fixtures/tree`) as the first files. */
  take(folder: string): void {
    const filter = (path: string): boolean => !/(\/dist|\/\.gosymbols|\/bazel-[^/]*)$/.test(path);
    cpSync(join(import.meta.dirname, '../..', folder), this.checkout, { recursive: true, filter });
  }

  /** Writes files, and commits everything there is. */
  commit(message: string, files: Readonly<Record<string, string>> = {}): string {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.checkout, name)), { recursive: true });
      writeFileSync(join(this.checkout, name), text);
    }
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  push(branch = 'main'): Trigger {
    this.git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
    return pushed('heads', branch, this.git('rev-parse', 'HEAD'));
  }

  tag(name: string): Trigger {
    this.git('tag', name);
    this.git('push', '--quiet', 'origin', `refs/tags/${name}`);
    return pushed('tags', name, this.git('rev-parse', 'HEAD'));
  }

  /** A pull request onto main with one commit; the checkout then is at its merge, as GitHub makes it. */
  pull(number: number, files: Readonly<Record<string, string>>, from: 'branch' | 'fork' = 'branch'): Trigger {
    const repository = from === 'fork' ? FORK : REPOSITORY;
    const branch = `change-${number}`;
    const base = this.git('rev-parse', 'main');
    this.git('checkout', '--quiet', '-b', branch, 'main');
    const sha = this.commit(`change ${number}`, files);
    this.git('checkout', '--quiet', '--detach', 'main');
    this.git('merge', '--quiet', '--no-ff', '--message', `Merge ${sha} into ${base}`, branch);
    const merge = this.git('rev-parse', 'HEAD');
    this.git('push', '--quiet', 'origin', `HEAD:refs/pull/${number}/merge`);
    this.server.state.pulls.push({
      number,
      state: 'open',
      head: { sha, ref: branch, repo: repository },
      base: { sha: base, ref: 'main' },
    });
    return pullRequest(number, { head: { sha, branch, repository }, base, merge });
  }

  /** The end of the latest run, which was started by `of`. */
  completed(of: Trigger, name: string): Trigger {
    return runCompleted(of, { id: this.#runs, name }, this.git('rev-parse', 'main'));
  }

  /** Runs `.github/workflows/<workflow>` of the checkout as it stands. */
  run(
    workflow: string,
    trigger: Trigger,
    options: { readonly env?: Readonly<Record<string, string>>; readonly job?: string } = {},
  ): Promise<WorkflowRan> {
    this.#runs += 1;
    const id = this.#runs;
    const { event, payload, sha, ref, head } = trigger;
    this.server.state.runs.push({
      id,
      event,
      headSha: head.sha,
      headBranch: head.branch,
      headRepository: head.repository,
    });
    const onlyReads = event === 'pull_request' && head.repository === FORK;
    const request: ActRequest = {
      checkout: this.checkout,
      workflow,
      event,
      payload: { repository: { full_name: REPOSITORY, default_branch: 'main' }, ...payload },
      token: onlyReads ? 'fork' : PUBLISHER.password,
      actor: PUBLISHER.name,
      actions: {
        'gosymbols/gosymbols@v0': this.at('released'),
        'actions/setup-go@v5': join(STAND_INS, 'setup-go'),
        'actions/upload-artifact@v4': join(STAND_INS, 'upload-artifact'),
        'actions/download-artifact@v4': join(STAND_INS, 'download-artifact'),
        'goreleaser/goreleaser-action@v6': join(STAND_INS, 'goreleaser-action'),
        'imjasonh/setup-crane@v0.4': join(STAND_INS, 'setup-crane'),
      },
      scratch: this.at(`run-${id}`),
      env: {
        PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
        DOCKER_CONFIG: this.at(`run-${id}`, 'docker'),
        ARTIFACT_CLIENT,
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_API_URL: this.server.origin,
        GITHUB_RUN_ID: String(id),
        GITHUB_SHA: sha,
        GITHUB_REF: ref,
        ACTIONS_RESULTS_URL: this.server.origin,
        ACTIONS_RUNTIME_TOKEN: this.server.results.runtimeToken(id),
        ...this.ghcr.env,
        ...options.env,
      },
      ...(options.job === undefined ? {} : { job: options.job }),
    };
    return act(request);
  }

  /** For a tool that speaks to the registry itself, not by way of `ghcr.io`. */
  login(): Readonly<Record<string, string>> {
    return { DOCKER_CONFIG: dockerLogin(this.at('docker'), [this.registry.host], PUBLISHER) };
  }
}
