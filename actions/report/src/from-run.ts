import { findBaseline } from '@gosymbols/baseline';
import { pullOfRun, readArtifactFile, runArtifacts } from '@gosymbols/github';
import { RequestError, UnavailableError } from '@gosymbols/host';
import { parseForeignIndex, type SymbolIndex } from '@gosymbols/record';
import type { CommentTarget } from './comment-target.ts';
import type { Connection } from './connection.ts';

export interface Measured {
  readonly index: SymbolIndex;
  readonly baseline?: SymbolIndex;
  readonly target: CommentTarget;
  readonly fork: boolean;
}

const MAX_AGE = 20;
const RECORD_BRANCH = 'gosymbols-record';

/**
 * What the run that ended has measured, out of its artifact. Whoever opened the pull request wrote the artifact: it is
 * data of a checked shape and nothing else. Which pull request it belongs to, which run is the later one, and what to
 * compare with is GitHub's word; the baseline that the artifact may claim is dropped.
 * @throws RequestError outside `workflow_run`; IndexError, GitHubError for an artifact that cannot be used
 */
export async function fromMeasuredRun({ event, api }: Connection, name: string): Promise<Measured> {
  const run = event.measured;
  if (run === undefined) {
    throw new RequestError(
      `\`from-artifact\` is for workflows started by workflow_run; this one was started by ${event.name}`,
      {
        code: 'EVENT_WRONG',
        next: 'Leave `from-artifact` empty, or start the workflow with `on: workflow_run`.',
      },
    );
  }
  const found = await pullOfRun(api, event, run);
  const [artifact] = await runArtifacts(api, event, { id: run.id, name });
  if (artifact === undefined) {
    throw new UnavailableError(`run ${run.id} has no artifact \`${name}\``, {
      code: 'ARTIFACT_MISSING',
      next: 'Let its report step upload one: `upload-artifact`.',
    });
  }
  const { owner, repo } = event;
  const where = `gosymbols.json of artifact ${artifact.id}`;
  const text = await readArtifactFile(api, { owner, repo, artifact, file: 'gosymbols.json' });
  const { baseline: _, ...index } = parseForeignIndex(text, where);
  const fork = run.headRepository !== event.repository;
  if ('none' in found) return { index, fork, target: { none: found.none } };

  const built = index.source?.commit;
  const { record, index: baseline } = await findBaseline(api, event, {
    sources: ['artifact', 'branch'],
    maxAge: MAX_AGE,
    artifact: name,
    branch: RECORD_BRANCH,
    checkedOut: { pull: found.pull, ...(built === undefined ? {} : { head: built }) },
  });
  return {
    index: { ...index, baseline: record },
    ...(baseline === undefined ? {} : { baseline }),
    fork,
    target: { number: found.pull.number, run: run.id, attempt: run.attempt },
  };
}
