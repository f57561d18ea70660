import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scratch } from '../scratch.ts';
import { type Answer, type Asked, refusal } from './answer.ts';
import { artifacts } from './artifacts.ts';
import { BareRepository } from './bare-repository.ts';
import { comments } from './comments.ts';
import { Troubles } from './faults.ts';
import { gitData } from './git-data.ts';
import { pageOf } from './pages.ts';
import { checkAnswer, faultOfBody } from './published.ts';
import { pulls } from './pulls.ts';
import { ResultsService } from './results-service.ts';
import { matchRoute } from './routes.ts';
import type { Actor, State } from './state.ts';

const HANDLERS = { ...comments, ...pulls, ...artifacts, ...gitData };

/**
 * GitHub as a workflow's token sees it: the REST API of one repository, `viewer` of GraphQL, and the artifact service.
 * It keeps state, and every answer is held against GitHub's published description before it is sent.
 */
export class GitHubServer {
  readonly state: State;
  readonly troubles: Troubles = new Troubles();
  /** `method path`, in the order they came. */
  readonly requests: string[] = [];
  readonly results: ResultsService;
  /** Requests left in the window, and when it ends (seconds since 1970). */
  limit: { remaining: number; reset: number } = { remaining: 5000, reset: 0 };
  readonly #wrong: string[] = [];
  readonly #folder = scratch();
  readonly #server: Server;

  private constructor() {
    this.state = {
      repository: { owner: 'octo', name: 'shop', id: 77, defaultBranch: 'main' },
      git: new BareRepository(this.#folder.path),
      tokens: new Map(),
      comments: [],
      pulls: [],
      runs: [],
      artifacts: [],
      nextId: 1000,
    };
    this.results = new ResultsService(this.state);
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.#wrong.push(String(error));
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ message: `the test server is wrong: ${String(error)}` }));
      });
    });
  }

  static async start(): Promise<GitHubServer> {
    const server = new GitHubServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A token; by default that of a workflow with every permission. */
  token(
    name: string,
    actor: Partial<Omit<Actor, 'access'>> & { access?: Partial<Actor['access']> } = {},
  ): string {
    const { access, ...who } = actor;
    const all = { issues: 'write', contents: 'write', actions: 'read', ...access } as const;
    this.state.tokens.set(name, { login: 'github-actions[bot]', type: 'Bot', ...who, access: all });
    return name;
  }

  /** @throws where an answer was not as published: the test has then proven nothing */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#folder[Symbol.dispose]();
    if (this.#wrong.length > 0) throw new Error(`the test server is wrong: ${this.#wrong.join('; ')}`);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    const content = await contentOf(request);
    const name = `${(request.method ?? 'GET').toLowerCase()} ${url.pathname}`;
    await this.troubles.moment(name, false);
    if (this.results.serves(url.pathname)) return this.results.serve(request, url, content, response);
    this.requests.push(name);
    const fault = this.troubles.faultFor(name);
    const answer =
      fault !== undefined && fault.afterwards !== true
        ? { ...refusal(fault.status, fault.message ?? 'Server Error'), headers: fault.headers ?? {} }
        : this.#answer(request, url, content);
    await this.troubles.moment(name, true);
    const sent = fault?.afterwards === true ? refusal(fault.status, fault.message ?? 'Server Error') : answer;
    send(response, sent, this.limit, String(request.headers['if-none-match'] ?? ''), (unchanged) => {
      // An answer of 304 does not count against the limit.
      if (!unchanged) this.limit.remaining -= 1;
    });
  }

  #answer(request: IncomingMessage, url: URL, content: Buffer): Answer {
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const actor = this.state.tokens.get(token ?? '');
    if (actor === undefined) return refusal(401, 'Bad credentials');
    if (this.limit.remaining <= 0 && this.limit.reset * 1000 > Date.now())
      return refusal(403, 'API rate limit exceeded for installation.');
    if (this.limit.remaining <= 0) this.limit = { remaining: 5000, reset: 0 };
    const body = content.length === 0 ? {} : JSON.parse(content.toString('utf8'));
    if (url.pathname === '/graphql') return viewer(body, actor);
    const route = matchRoute(request.method ?? 'GET', url.pathname, this.state.repository);
    if (route === undefined) return refusal(404, 'Not Found');
    const wrong = faultOfBody(route.operation, body);
    if (wrong !== undefined) return refusal(422, `Invalid request. ${wrong}`);
    const asked: Asked = {
      state: this.state,
      actor,
      params: route.params,
      query: url.searchParams,
      body,
      origin: this.origin,
      accept: request.headers.accept ?? '',
    };
    const answer = pageOf(
      HANDLERS[route.operation as keyof typeof HANDLERS]?.(asked) ?? refusal(404, 'Not Found'),
      url,
    );
    if (answer.raw === undefined) checkAnswer(route.operation, answer.status, answer.body);
    return answer;
  }
}

function viewer(body: { query?: string }, { login }: Actor): Answer {
  if (!/^query\s*\{\s*viewer\s*\{\s*login\s*\}\s*\}$/.test(body.query ?? ''))
    return { status: 200, body: { errors: [{ message: 'this server knows viewer.login only' }] } };
  return { status: 200, body: { data: { viewer: { login } } } };
}

async function contentOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function send(
  response: ServerResponse,
  answer: Answer,
  limit: GitHubServer['limit'],
  known: string,
  count: (unchanged: boolean) => void,
): void {
  const text = answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
  const unchanged = answer.status === 200 && known === etag;
  count(unchanged);
  response.writeHead(unchanged ? 304 : answer.status, {
    'content-type':
      answer.raw === undefined ? 'application/json; charset=utf-8' : 'application/vnd.github.raw',
    etag,
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(Math.max(0, limit.remaining)),
    'x-ratelimit-reset': String(limit.reset),
    ...answer.headers,
  });
  response.end(unchanged ? undefined : text);
}
