export { findArtifacts, type RunArtifact, runArtifacts } from './artifacts.ts';
export { type CommentReceipt, type CommentRequest, keepOneComment } from './comment/keep-one-comment.ts';
export { type Mark, markOf, withMark } from './comment/mark.ts';
export { explained, GitHubError, statusOf } from './github-error.ts';
export { type GitHubApi, openApi } from './open-api.ts';
export { type PullFound, type PullRequest, pullOfRun } from './pull-of-run.ts';
export { type ArtifactLimits, readArtifactFile } from './read-artifact.ts';
export { type MeasuredRun, type PullEvent, type RunEvent, readRunEvent } from './run-event.ts';
