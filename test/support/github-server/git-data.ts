import { type Asked, forbidden, type Handler, NOT_FOUND, refusal } from './answer.ts';
import type { Commit } from './bare-repository.ts';
import { filled } from './published.ts';

export const gitData: Readonly<Record<string, Handler>> = {
  'get /repos/{owner}/{repo}/commits': ({ state, query }) => {
    const start = state.git.resolve(query.get('sha') ?? state.repository.defaultBranch);
    if (start === undefined) return NOT_FOUND;
    const perPage = Number(query.get('per_page') ?? 30);
    const page = Number(query.get('page') ?? 1);
    const found = state.git.history(start, (page - 1) * perPage, perPage);
    return { status: 200, body: found.map(commitShown) };
  },
  'get /repos/{owner}/{repo}/commits/{ref}': ({ state, params }) => {
    const sha = state.git.resolve(params['ref'] ?? '');
    return sha === undefined
      ? refusal(422, `No commit found for SHA: ${params['ref']}`)
      : { status: 200, body: commitShown(state.git.read(sha)) };
  },
  'get /repos/{owner}/{repo}/compare/{basehead}': ({ state, params }) => {
    const [base = '', head = ''] = (params['basehead'] ?? '')
      .split('...')
      .map((name) => state.git.resolve(name));
    const meeting = base === '' || head === '' ? undefined : state.git.mergeBase(base, head);
    if (meeting === undefined) return NOT_FOUND;
    return {
      status: 200,
      body: filled('commit-comparison', {
        base_commit: commitShown(state.git.read(base)),
        merge_base_commit: commitShown(state.git.read(meeting)),
        status: 'diverged',
      }),
    };
  },
  'get /repos/{owner}/{repo}/contents/{path}': ({ state, params, query, accept }) => {
    const at = state.git.resolve(query.get('ref') ?? state.repository.defaultBranch);
    const text = at === undefined ? undefined : state.git.file(at, params['path'] ?? '');
    if (text === undefined) return NOT_FOUND;
    if (accept.includes('raw')) return { status: 200, raw: text };
    return refusal(500, 'This server answers raw content only');
  },
  'get /repos/{owner}/{repo}/git/ref/{ref}': ({ state, params }) => {
    const sha = state.git.resolve(`refs/${params['ref']}`);
    return sha === undefined ? NOT_FOUND : { status: 200, body: refShown(`refs/${params['ref']}`, sha) };
  },
  'get /repos/{owner}/{repo}/git/commits/{commit_sha}': ({ state, params }) => {
    const sha = state.git.resolve(params['commit_sha'] ?? '');
    return sha === undefined ? NOT_FOUND : { status: 200, body: gitCommitShown(state.git.read(sha)) };
  },
  'post /repos/{owner}/{repo}/git/blobs': (asked) =>
    written(asked, ({ state, body }) => {
      const encoding = body['encoding'] === 'base64' ? 'base64' : 'utf8';
      const sha = state.git.blob(Buffer.from(String(body['content']), encoding).toString('utf8'));
      return { status: 201, body: filled('short-blob', { sha }) };
    }),
  'post /repos/{owner}/{repo}/git/trees': (asked) =>
    written(asked, ({ state, body }) => {
      const entries = body['tree'] as readonly { path: string; sha?: string | null; content?: string }[];
      const files = entries.map(({ path, sha, content }) => [
        path,
        content === undefined ? (sha ?? null) : state.git.blob(content),
      ]);
      const base = body['base_tree'] as string | undefined;
      const sha = state.git.tree(Object.fromEntries(files), base);
      return { status: 201, body: filled('git-tree', { sha, tree: [], truncated: false }) };
    }),
  'post /repos/{owner}/{repo}/git/commits': (asked) =>
    written(asked, ({ state, body }) => {
      const parents = (body['parents'] ?? []) as string[];
      const sha = state.git.commit(String(body['message']), parents, String(body['tree']));
      return { status: 201, body: gitCommitShown(state.git.read(sha)) };
    }),
  'post /repos/{owner}/{repo}/git/refs': (asked) =>
    written(asked, ({ state, body }) => {
      const [ref, sha] = [String(body['ref']), String(body['sha'])];
      if (state.git.resolve(ref) !== undefined) return refusal(422, 'Reference already exists');
      state.git.point(ref, sha);
      return { status: 201, body: refShown(ref, sha) };
    }),
  'patch /repos/{owner}/{repo}/git/refs/{ref}': (asked) =>
    written(asked, ({ state, params, body }) => {
      const [ref, sha] = [`refs/${params['ref']}`, String(body['sha'])];
      const now = state.git.resolve(ref);
      if (now === undefined) return refusal(422, 'Reference does not exist');
      if (body['force'] !== true && !state.git.isAncestor(now, sha))
        return refusal(422, 'Update is not a fast forward');
      state.git.point(ref, sha);
      return { status: 200, body: refShown(ref, sha) };
    }),
};

function written(asked: Asked, handler: Handler): ReturnType<Handler> {
  return asked.actor.access.contents === 'write' ? handler(asked) : forbidden('contents=write');
}

function parentsOf(commit: Commit): unknown[] {
  return commit.parents.map((sha) => ({ sha, url: '', html_url: '' }));
}

function commitShown(commit: Commit): unknown {
  return filled('commit', { sha: commit.sha, parents: parentsOf(commit) });
}

function gitCommitShown(commit: Commit): unknown {
  return filled('git-commit', {
    sha: commit.sha,
    tree: { sha: commit.tree, url: '' },
    parents: parentsOf(commit),
  });
}

function refShown(ref: string, sha: string): unknown {
  return filled('git-ref', { ref, object: { type: 'commit', sha, url: '' } });
}
