import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the registry wants to know its clients. */
export type RegistryAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'token';
      readonly username: string;
      readonly password: string;
      /** Requests that one token is good for. */
      readonly uses?: number;
    };

/** Answers a request in place of the registry, or lets it pass by returning false. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface LoopbackRegistry extends AsyncDisposable {
  /** `127.0.0.1:<port>` */
  readonly host: string;
  readonly blobs: Map<string, Buffer>;
  /** By digest, with the media type as it was put. */
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  readonly tags: Map<string, string>;
  /** `METHOD /path` of every request, in order. */
  readonly calls: string[];
  /** `authorization` of every request that carried one. */
  readonly authorisations: string[];
  fault: Fault | undefined;
  /** Off: referrers are found by the fallback tag only. */
  hasReferrersApi: boolean;
}

const UPLOAD_STATE = 'state=kept';

/**
 * A registry on a loopback socket, for tests: the part of the distribution-spec 1.1 that a client of one repository
 * uses. It checks digests, content types and upload state; any repository name leads to the same content.
 */
export async function loopbackRegistry(auth: RegistryAuth = { kind: 'none' }): Promise<LoopbackRegistry> {
  const registry = {
    blobs: new Map<string, Buffer>(),
    manifests: new Map<string, { mediaType: string; bytes: Buffer }>(),
    tags: new Map<string, string>(),
    calls: [] as string[],
    authorisations: [] as string[],
    fault: undefined as Fault | undefined,
    hasReferrersApi: false,
  };
  const uploads = new Map<string, Buffer[]>();
  const tokens = new Map<string, number>();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    registry.calls.push(`${request.method} ${url.pathname}`);
    if (request.headers.authorization !== undefined)
      registry.authorisations.push(request.headers.authorization);
    if (registry.fault?.(request, response) === true) return;
    if (url.pathname === '/token') return giveToken(request, response);
    if (!mayPass(request, response)) return;
    const route = /^\/v2\/(.+?)\/(blobs|manifests|tags|referrers)\/(.*)$/.exec(url.pathname);
    if (route === null) return answer(response, 404);
    const [, , kind, name = ''] = route;
    void serve(kind ?? '', name, url, request, response).catch(() => response.destroy());
  });

  async function serve(
    kind: string,
    name: string,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method } = request;
    if (kind === 'tags') return answer(response, 200, { tags: [...registry.tags.keys()] });
    if (kind === 'referrers' && registry.hasReferrersApi) return giveReferrers(name, response);
    if (kind === 'referrers') return refuse(response, 404, 'NOT_FOUND', 'no such API');
    if (kind === 'blobs' && method === 'DELETE')
      return answer(response, uploads.delete(name.replace('uploads/', '')) ? 204 : 404);
    if (kind === 'blobs' && method === 'POST') {
      if (registry.blobs.has(url.searchParams.get('mount') ?? '')) return answer(response, 201);
      const id = randomUUID();
      uploads.set(id, []);
      response.setHeader('location', `${url.pathname}${id}?${UPLOAD_STATE}`);
      return answer(response, 202);
    }
    const id = name.replace('uploads/', '');
    const upload = url.search.includes(UPLOAD_STATE) ? uploads.get(id) : undefined;
    if (kind === 'blobs' && method === 'PATCH') {
      if (upload === undefined) return answer(response, 404);
      const length = lengthOf(upload);
      const start = Number(/^(\d+)-\d+$/.exec(request.headers['content-range'] ?? '')?.[1] ?? length);
      if (start !== length) return answer(response, 416);
      // What arrived before a cut is kept.
      for await (const piece of request) upload.push(piece as Buffer);
      response.setHeader('location', `${url.pathname}${url.search}`);
      response.setHeader('range', `0-${lengthOf(upload) - 1}`);
      return answer(response, 202);
    }
    if (kind === 'blobs' && method === 'GET' && upload !== undefined) {
      response.setHeader('range', `0-${Math.max(0, lengthOf(upload) - 1)}`);
      return answer(response, 204);
    }
    if (kind === 'blobs' && method === 'PUT') {
      const body = await bodyOf(request);
      if (upload === undefined) return answer(response, 404);
      const bytes = Buffer.concat([...upload, body]);
      const digest = url.searchParams.get('digest') ?? '';
      uploads.delete(id);
      if (digestOf(bytes) !== digest) return refuse(response, 400, 'DIGEST_INVALID', 'digest does not match');
      registry.blobs.set(digest, bytes);
      return answer(response, 201);
    }
    if (kind === 'manifests' && method === 'PUT') {
      const bytes = await bodyOf(request);
      const mediaType = request.headers['content-type'] ?? '';
      const manifest = JSON.parse(bytes.toString()) as {
        mediaType?: string;
        config?: { digest: string };
        layers?: { digest: string }[];
      };
      if (manifest.mediaType !== mediaType)
        return refuse(response, 400, 'MANIFEST_INVALID', 'media type differs');
      const needed = [
        ...(manifest.config === undefined ? [] : [manifest.config]),
        ...(manifest.layers ?? []),
      ];
      const missing = needed.find((blob) => !registry.blobs.has(blob.digest));
      if (missing !== undefined) return refuse(response, 404, 'MANIFEST_BLOB_UNKNOWN', missing.digest);
      const digest = digestOf(bytes);
      registry.manifests.set(digest, { mediaType, bytes });
      if (!name.startsWith('sha256:')) registry.tags.set(name, digest);
      return answer(response, 201);
    }
    if (kind === 'manifests' && method === 'DELETE') {
      return answer(response, registry.tags.delete(name) || registry.manifests.delete(name) ? 202 : 404);
    }
    const digest = kind === 'manifests' ? (registry.tags.get(name) ?? name) : name;
    const manifest = kind === 'manifests' ? registry.manifests.get(digest) : undefined;
    const bytes = kind === 'manifests' ? manifest?.bytes : registry.blobs.get(digest);
    if (bytes === undefined) return refuse(response, 404, 'NAME_UNKNOWN', 'not here');
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (kind === 'blobs' && method === 'GET' && range !== null) {
      const [start, end] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
      response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${bytes.length}` });
      response.end(bytes.subarray(start, end + 1));
      return;
    }
    response.writeHead(200, {
      'content-type': manifest?.mediaType ?? 'application/octet-stream',
      'content-length': bytes.length,
      'docker-content-digest': digest,
    });
    response.end(method === 'HEAD' ? undefined : bytes);
  }

  function giveReferrers(subject: string, response: ServerResponse): void {
    const manifests = [...registry.manifests].flatMap(([digest, { mediaType, bytes }]) => {
      const manifest = JSON.parse(bytes.toString()) as {
        subject?: { digest: string };
        artifactType?: string;
      };
      const { artifactType } = manifest;
      return manifest.subject?.digest === subject
        ? [{ mediaType, digest, size: bytes.length, artifactType }]
        : [];
    });
    answer(response, 200, { schemaVersion: 2, manifests });
  }

  function mayPass(request: IncomingMessage, response: ServerResponse): boolean {
    const given = request.headers.authorization ?? '';
    if (auth.kind === 'none') return true;
    if (auth.kind === 'basic') {
      if (given === basic(auth)) return true;
      response.setHeader('www-authenticate', 'Basic realm="a registry, with a comma"');
    } else {
      const left = tokens.get(given.replace('Bearer ', '')) ?? 0;
      if (left > 0) {
        tokens.set(given.replace('Bearer ', ''), left - 1);
        return true;
      }
      const realm = `http://${request.headers.host}/token`;
      response.setHeader(
        'www-authenticate',
        `Bearer realm="${realm}",service="loopback",scope="repository:any:pull,push"`,
      );
    }
    request.resume();
    refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    return false;
  }

  function giveToken(request: IncomingMessage, response: ServerResponse): void {
    if (auth.kind !== 'token' || request.headers.authorization !== basic(auth)) {
      answer(response, 401);
      return;
    }
    const token = randomUUID();
    tokens.set(token, auth.uses ?? Number.POSITIVE_INFINITY);
    answer(response, 200, { token });
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return Object.assign(registry, {
    host: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

/** Ends a request with a status, a JSON body and headers: for faults. */
export function answer(response: ServerResponse, status: number, body?: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  answer(response, status, { errors: [{ code, message }] });
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
