import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { goProgram } from './go-programs.ts';
import { output, run } from './run.ts';

/** An image whose files a container sees read-only. */
export interface ImageVolume {
  readonly image: string;
  /** Absolute, in the container. */
  readonly at: string;
  /** Relative, in the image: a folder. */
  readonly subPath?: string;
}

/**
 * A containerd with its CRI, in a mount namespace of its own: what it mounts nobody else sees, and is gone with it. No
 * Kubernetes; `crictl` plays the kubelet.
 */
export class Containerd implements AsyncDisposable {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #program: string;
  #pods = 0;

  private constructor(folder: string, program: string) {
    this.#folder = folder;
    this.#program = program;
    const args = ['-m', '--propagation', 'private', 'containerd', '--config', join(folder, 'config.toml')];
    this.#process = spawn('unshare', args, { stdio: ['ignore', 'ignore', openSync(this.#log, 'w')] });
  }

  /** @param registry where the image that containers run is pushed to */
  static async start(registry: string): Promise<Containerd> {
    const folder = mkdtempSync(join(tmpdir(), 'gosymbols-containerd-'));
    const program = pushProgram(folder, registry);
    writeFileSync(
      join(folder, 'config.toml'),
      [
        'version = 3',
        `root = '${folder}/root'`,
        `state = '${folder}/state'`,
        '[grpc]',
        `address = '${folder}/containerd.sock'`,
        '[ttrpc]',
        `address = '${folder}/containerd.sock.ttrpc'`,
        "[plugins.'io.containerd.cri.v1.images'.pinned_images]",
        `sandbox = '${program}'`,
        "[plugins.'io.containerd.cri.v1.runtime']",
        'restrict_oom_score_adj = true',
        'disable_apparmor = true',
        "[plugins.'io.containerd.internal.v1.opt']",
        `path = '${folder}/opt'`,
        '',
      ].join('\n'),
    );
    const started = new Containerd(folder, program);
    try {
      await started.#answers();
      started.pull(program);
      return started;
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
  }

  pull(image: string): void {
    this.#crictl('pull', image);
  }

  /** `digest path` of every file that a container sees in its volumes. */
  async filesIn(volumes: readonly ImageVolume[]): Promise<readonly string[]> {
    const name = `pod-${this.#pods++}`;
    const logs = join(this.#folder, name);
    mkdirSync(logs);
    const linux = { security_context: { namespace_options: { network: 2 } } };
    const pod = this.#written(`${name}.json`, {
      metadata: { name, namespace: 'default', uid: name, attempt: 1 },
      log_directory: logs,
      linux,
    });
    const container = this.#written(`${name}-container.json`, {
      metadata: { name: 'reader', attempt: 1 },
      image: { image: this.#program },
      args: volumes.map(({ at }) => at),
      log_path: 'log',
      linux,
      mounts: volumes.map(({ image, at, subPath }) => ({
        container_path: at,
        image: { image },
        readonly: true,
        ...(subPath === undefined ? {} : { image_sub_path: subPath }),
      })),
    });
    const sandbox = this.#crictl('runp', pod).trim();
    const id = this.#crictl('create', '--no-pull', sandbox, container, pod).trim();
    this.#crictl('start', id);
    const exitCode = await this.#ended(id);
    const lines = readFileSync(join(logs, 'log'), 'utf8').trim().split('\n');
    // CRI's log format: time, stream, tag, text.
    const said = lines.map((line) => line.split(' ').slice(3).join(' ')).filter(Boolean);
    if (exitCode !== 0) throw new Error(`the container exited ${exitCode}: ${said.join('; ')}`);
    return said;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    run('crictl', [...this.#endpoint, 'rmp', '--all', '--force']);
    this.#process.kill('SIGTERM');
    const ended = new Promise<void>((done) => this.#process.once('close', () => done()));
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Not a pipe: while the test waits for a program, nobody would read it. */
  get #log(): string {
    return join(this.#folder, 'containerd.log');
  }

  get #said(): string {
    return readFileSync(this.#log, 'utf8').slice(-8000);
  }

  get #endpoint(): readonly string[] {
    const address = `unix://${this.#folder}/containerd.sock`;
    return ['--runtime-endpoint', address, '--image-endpoint', address, '--timeout', '120s'];
  }

  #crictl(...args: readonly string[]): string {
    const { status, stdout, stderr } = run('crictl', [...this.#endpoint, ...args]);
    if (status !== 0) throw new Error(`crictl ${args.join(' ')}: ${stderr}${stdout}\n${this.#said}`);
    return stdout;
  }

  #written(name: string, document: unknown): string {
    const path = join(this.#folder, name);
    writeFileSync(path, JSON.stringify(document));
    return path;
  }

  async #ended(container: string): Promise<number> {
    for (let tries = 0; tries < 600; tries++) {
      const { status } = JSON.parse(this.#crictl('inspect', '--output', 'json', container)) as {
        status: { state: string; exitCode: number };
      };
      if (status.state === 'CONTAINER_EXITED') return status.exitCode;
      await sleep(100);
    }
    throw new Error('the container does not end');
  }

  async #answers(): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      if (this.#process.exitCode !== null) break;
      if (run('crictl', [...this.#endpoint, 'version']).status === 0) return;
      await sleep(200);
    }
    throw new Error(`containerd does not answer: ${this.#said}`);
  }
}

/** A static program as a whole image: sandbox and container run the same. */
function pushProgram(folder: string, registry: string): string {
  const root = join(folder, 'image');
  mkdirSync(root);
  copyFileSync(goProgram({ name: 'mounted', program: 'mounted' }), join(root, 'mounted'));
  const layer = join(folder, 'layer.tar');
  output('tar', ['--create', '--file', layer, '--directory', root, '--owner=0', '--group=0', 'mounted']);
  const bare = `${registry}/test/bare:1`;
  output('crane', ['append', '--insecure', '--new_layer', layer, '--new_tag', bare]);
  const image = `${registry}/test/mounted:1`;
  const how = [
    '--entrypoint',
    '/mounted',
    '--set-platform',
    `linux/${output('go', ['env', 'GOARCH']).trim()}`,
  ];
  output('crane', ['mutate', '--insecure', ...how, '--tag', image, bare]);
  return image;
}
