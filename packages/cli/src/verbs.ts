import type { Verb } from '@gosymbols/host';

/** Every verb, each loaded only when it is called. In the order of the data flow. */
export const VERBS: Readonly<Record<string, () => Promise<{ verb: Verb }>>> = {
  pipeline: () => import('@gosymbols/action-pipeline'),
  init: () => import('@gosymbols/action-init'),
  inspect: () => import('@gosymbols/action-inspect'),
  build: () => import('@gosymbols/action-build'),
  split: () => import('@gosymbols/action-split'),
  join: () => import('@gosymbols/action-join'),
  baseline: () => import('@gosymbols/action-baseline'),
  verify: () => import('@gosymbols/action-verify'),
  publish: () => import('@gosymbols/action-publish'),
  gate: () => import('@gosymbols/action-gate'),
  report: () => import('@gosymbols/action-report'),
  fetch: () => import('@gosymbols/action-fetch'),
  prune: () => import('@gosymbols/action-prune'),
};
