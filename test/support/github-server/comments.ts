import { type Answer, forbidden, type Handler, NOT_FOUND, refusal } from './answer.ts';
import { filled } from './published.ts';
import type { Actor, Comment, State } from './state.ts';

/** GitHub: "body is too long (maximum is 65536 characters)". */
const LONGEST_BODY = 65_536;

export const comments: Readonly<Record<string, Handler>> = {
  'get /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ state, params, origin }) => {
    const issue = Number(params['issue_number']);
    const found = state.comments.filter((comment) => comment.issue === issue);
    return { status: 200, list: found.map((comment) => shown(comment, state, origin)) };
  },
  'post /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ state, actor, params, body, origin }) => {
    if (actor.access.issues !== 'write') return forbidden('issues=write; pull_requests=write');
    const issue = Number(params['issue_number']);
    if (!state.pulls.some(({ number }) => number === issue)) return NOT_FOUND;
    const wrong = faultOf(body['body']);
    if (wrong !== undefined) return wrong;
    state.nextId += 1;
    const comment: Comment = { id: state.nextId, issue, author: actor, body: String(body['body']).trimEnd() };
    state.comments.push(comment);
    return { status: 201, body: shown(comment, state, origin) };
  },
  'get /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ state, params, origin }) => {
    const comment = state.comments.find(({ id }) => id === Number(params['comment_id']));
    return comment === undefined ? NOT_FOUND : { status: 200, body: shown(comment, state, origin) };
  },
  'patch /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ state, actor, params, body, origin }) => {
    if (actor.access.issues !== 'write') return forbidden('issues=write; pull_requests=write');
    const comment = state.comments.find(({ id }) => id === Number(params['comment_id']));
    if (comment === undefined) return NOT_FOUND;
    const wrong = faultOf(body['body']);
    if (wrong !== undefined) return wrong;
    comment.body = String(body['body']).trimEnd();
    return { status: 200, body: shown(comment, state, origin) };
  },
  'delete /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ state, actor, params }) => {
    if (actor.access.issues !== 'write') return forbidden('issues=write; pull_requests=write');
    const at = state.comments.findIndex(({ id }) => id === Number(params['comment_id']));
    if (at < 0) return NOT_FOUND;
    state.comments.splice(at, 1);
    return { status: 204 };
  },
};

function faultOf(body: unknown): Answer | undefined {
  if (typeof body !== 'string' || body.trim() === '') return refusal(422, 'Validation Failed');
  if (body.length > LONGEST_BODY) {
    return refusal(422, `Validation Failed: body is too long (maximum is ${LONGEST_BODY} characters)`);
  }
  return undefined;
}

export function userOf({ login, type }: Pick<Actor, 'login' | 'type'>): Record<string, unknown> {
  return filled('simple-user', { login, type, id: login.length });
}

function shown({ id, issue, author, body }: Comment, { repository }: State, origin: string): unknown {
  const path = `${repository.owner}/${repository.name}`;
  const url = `${origin}/repos/${path}/issues/comments/${id}`;
  return filled('issue-comment', {
    id,
    body,
    url,
    user: userOf(author),
    html_url: `https://github.com/${path}/pull/${issue}#issuecomment-${id}`,
    issue_url: `${origin}/repos/${path}/issues/${issue}`,
    author_association: author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
  });
}
