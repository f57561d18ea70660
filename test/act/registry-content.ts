import { basicOfUser, PUBLISHER } from '../support/registry-users.ts';

/** What is in a registry, and what somebody else does to it. */
export class RegistryContent {
  readonly #host: string;

  constructor(host: string) {
    this.#host = host;
  }

  /** Tags of a repository in the registry. */
  async tags(repository: string): Promise<string[]> {
    const answer = await this.#ask('GET', `${repository}/tags/list`);
    const { tags } = (await answer.json()) as { tags?: string[] | null };
    return (tags ?? []).toSorted();
  }

  /** Takes a manifest out of the registry, and with it its tags. */
  async remove(repository: string, tag: string): Promise<void> {
    const found = await this.#ask('HEAD', `${repository}/manifests/${tag}`);
    const digest = found.headers.get('docker-content-digest') ?? '';
    const gone = await this.#ask('DELETE', `${repository}/manifests/${digest}`);
    if (gone.status !== 202) throw new Error(`the registry answered ${gone.status} when ${tag} was to go`);
  }

  /** Rewrites one annotation of a manifest, under the same tag. */
  async edit(repository: string, tag: string, annotation: string, value: string): Promise<void> {
    const found = await this.#ask('GET', `${repository}/manifests/${tag}`);
    const manifest = (await found.json()) as { annotations: Record<string, string>; mediaType: string };
    manifest.annotations[annotation] = value;
    const body = JSON.stringify(manifest);
    const put = await this.#ask('PUT', `${repository}/manifests/${tag}`, body, manifest.mediaType);
    if (put.status !== 201) throw new Error(`the registry answered ${put.status} for ${tag}`);
  }

  #ask(method: string, path: string, body?: string, type?: string): Promise<Response> {
    const accept = 'application/vnd.oci.image.manifest.v1+json';
    return fetch(`http://${this.#host}/v2/${path}`, {
      method,
      headers: {
        authorization: `Basic ${basicOfUser(PUBLISHER)}`,
        accept,
        ...(type === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
  }
}
