export { HOSTILE_NAMES } from './hostile-names.ts';
export { SAMPLE_IMAGES, sampleImage } from './sample-images.ts';
export { manyNames, type SampleOptions, sampleIndex } from './sample-index.ts';
export {
  GROWN_TOO_MUCH,
  type PullRequestOptions,
  type SamplePullRequest,
  samplePullRequest,
} from './sample-pull-request.ts';
