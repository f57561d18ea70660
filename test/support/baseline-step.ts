import { runStep, type StepEnded } from './action.ts';
import type { GitHubServer } from './github-server/index.ts';

const repository = { full_name: 'octo/shop', default_branch: 'main' };

/** `baseline` in a workflow run of a push. */
export function baselineStep(
  server: GitHubServer,
  folder: string,
  step: { inputs?: Record<string, string>; before?: string; sha?: string; token?: string; ref?: string },
): Promise<StepEnded> {
  const { HOME = '', GOPATH = '', GOCACHE = '' } = process.env;
  return runStep('baseline', {
    folder,
    inputs: { ...step.inputs },
    event: { repository, before: step.before ?? '0'.repeat(40) },
    env: {
      HOME,
      ...(GOPATH === '' ? {} : { GOPATH }),
      ...(GOCACHE === '' ? {} : { GOCACHE }),
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REPOSITORY: 'octo/shop',
      GITHUB_API_URL: server.origin,
      GITHUB_SHA: step.sha ?? '',
      GITHUB_REF: step.ref ?? 'refs/heads/main',
      GITHUB_RUN_ID: '7',
      GITHUB_TOKEN: step.token ?? server.token('workflow'),
    },
  });
}
