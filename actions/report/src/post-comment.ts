import { type CommentReceipt, keepOneComment } from '@gosymbols/github';
import { faultOf, type Host } from '@gosymbols/host';
import { isNews, type ReportModel, renderComment } from '@gosymbols/report';
import type { CommentTarget } from './comment-target.ts';
import type { Connection } from './connection.ts';

export interface Posted {
  readonly did: CommentReceipt['did'] | 'refused' | 'none';
  readonly url?: string;
}

/**
 * Keeps the comment of this report. What GitHub does not do is said and is no failure: the summary has the report, and
 * the verdict is `verify`'s.
 */
export async function postComment(
  { event, api }: Connection,
  comment: {
    readonly model: ReportModel;
    readonly target: CommentTarget;
    readonly key: string;
    readonly fork: boolean;
    readonly fullReport: string | undefined;
  },
  host: Host,
): Promise<Posted> {
  const { model, target, key, fork, fullReport } = comment;
  if ('none' in target) {
    host.info(`No comment: ${target.none}. The job summary has the report.`);
    return { did: 'none' };
  }
  const text = renderComment(model, {
    ...(fullReport === undefined ? {} : { fullReport }),
    ...(fork ? { measuredBy: 'fork' } : {}),
  });
  try {
    const receipt = await keepOneComment(api, {
      thread: { owner: event.owner, repo: event.repo, issue_number: target.number },
      mark: { key, run: target.run, attempt: target.attempt },
      text,
      create: isNews(model),
    });
    host.info(
      `Comment on pull request ${target.number}: ${receipt.did}${receipt.url === undefined ? '' : `, ${receipt.url}`}.`,
    );
    return receipt;
  } catch (error) {
    host.signal.throwIfAborted();
    const { code, message } = faultOf(error);
    const next = code === 'GITHUB_FORBIDDEN' ? whyForbidden(event) : 'Run the job again.';
    host.warning(`No comment: ${message}. ${next} The job summary has the report.`, {
      title: 'gosymbols report',
    });
    return { did: 'refused' };
  }
}

function whyForbidden({ pull, repository }: Connection['event']): string {
  return pull !== undefined && pull.headRepository !== repository
    ? 'A fork’s run has a token that only reads: comment from a workflow started by workflow_run, with `from-artifact`.'
    : 'Give the job `permissions: pull-requests: write`; a run that Dependabot started only reads.';
}
