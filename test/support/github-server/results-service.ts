import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Artifact, State } from './state.ts';

const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService/';

interface Upload {
  readonly name: string;
  /** By block id, then in the order of the block list. */
  readonly blocks: Map<string, Buffer>;
  content: Buffer;
}

/**
 * The artifact service as runners reach it at ACTIONS_RESULTS_URL: Twirp calls as JSON, and the block blob that the
 * archive is put into (Azure's `comp=block` and `comp=blocklist`).
 */
export class ResultsService {
  readonly #state: State;
  readonly #uploads = new Map<string, Upload>();

  constructor(state: State) {
    this.#state = state;
  }

  serves(path: string): boolean {
    return path.startsWith(TWIRP) || path.startsWith('/blobs/');
  }

  /** A job's token: its scope names the run and the job, as `@actions/artifact` reads it. */
  runtimeToken(runId: number): string {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part({ scp: `Actions.Results:${runId}:job` })}.none`;
  }

  serve(request: IncomingMessage, url: URL, content: Buffer, response: ServerResponse): void {
    if (url.pathname.startsWith('/blobs/')) this.#blob(request, url, content, response);
    else this.#twirp(url.pathname.slice(TWIRP.length), url, JSON.parse(content.toString('utf8')), response);
  }

  #twirp(call: string, url: URL, body: Record<string, unknown>, response: ServerResponse): void {
    const name = String(body['name']);
    const run = Number(body['workflow_run_backend_id'] ?? body['workflowRunBackendId']);
    const key = `upload-${run}-${name}`;
    if (call === 'CreateArtifact') {
      this.#uploads.set(key, { name, blocks: new Map(), content: Buffer.alloc(0) });
      json(response, 200, { ok: true, signed_upload_url: `${url.origin}/blobs/${key}?sig=signed` });
      return;
    }
    const stored = this.#state.artifacts.filter((artifact) => artifact.run.id === run && !artifact.expired);
    if (call === 'ListArtifacts') {
      json(response, 200, { artifacts: listed(stored, body) });
      return;
    }
    if (call === 'GetSignedArtifactURL') {
      const found = stored.findLast((artifact) => artifact.name === name);
      if (found === undefined) json(response, 404, { code: 'not_found', msg: `artifact ${name}` });
      else json(response, 200, { signed_url: `${url.origin}/blobs/artifact-${found.id}?sig=signed` });
      return;
    }
    const upload = this.#uploads.get(key);
    const of = this.#state.runs.find(({ id }) => id === run);
    if (call !== 'FinalizeArtifact' || upload === undefined || of === undefined) {
      json(response, 404, { code: 'not_found', msg: `${call} ${name} of run ${run}` });
      return;
    }
    this.#state.nextId += 1;
    const id = this.#state.nextId;
    this.#state.artifacts.push({ id, name, run: of, archive: upload.content, expired: false });
    json(response, 200, { ok: true, artifact_id: String(id) });
  }

  #blob(request: IncomingMessage, url: URL, content: Buffer, response: ServerResponse): void {
    const key = decodeURIComponent(url.pathname.slice('/blobs/'.length));
    // The address is signed; a token sent along would reach another company's storage.
    if (request.headers.authorization !== undefined || !url.searchParams.has('sig')) {
      json(response, 403, { code: 'AuthenticationFailed' });
      return;
    }
    if (request.method === 'GET') {
      const artifact = this.#state.artifacts.find(({ id }) => `artifact-${id}` === key);
      response.writeHead(artifact === undefined ? 404 : 200, { 'content-type': 'application/zip' });
      response.end(artifact?.archive);
      return;
    }
    const upload = this.#uploads.get(key);
    if (upload === undefined) {
      json(response, 404, { code: 'BlobNotFound' });
      return;
    }
    const part = url.searchParams.get('comp');
    if (part === 'block') upload.blocks.set(url.searchParams.get('blockid') ?? '', content);
    else if (part === 'blocklist') {
      const ids = [...content.toString('utf8').matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(
        ([, id = '']) => id,
      );
      upload.content = Buffer.concat(ids.map((id) => upload.blocks.get(id) ?? Buffer.alloc(0)));
    } else upload.content = content;
    response.writeHead(201, { etag: '"0x1"', 'last-modified': new Date(0).toUTCString() });
    response.end();
  }
}

/** `name_filter` and `id_filter` are wrapped strings, which JSON gives as they are. */
function listed(stored: readonly Artifact[], body: Readonly<Record<string, unknown>>): unknown[] {
  const { name_filter: name, id_filter: id } = body;
  return stored
    .filter((artifact) => name === undefined || artifact.name === name)
    .filter((artifact) => id === undefined || String(artifact.id) === String(id))
    .map((artifact) => ({
      workflow_run_backend_id: String(artifact.run.id),
      workflow_job_run_backend_id: 'job',
      database_id: String(artifact.id),
      name: artifact.name,
      size: String(artifact.archive.length),
    }));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
