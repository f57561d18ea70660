export { GitHubServer } from './server.ts';
export type { Actor, Artifact, Pull, Run } from './state.ts';
export { zipOf } from './zip-of.ts';
