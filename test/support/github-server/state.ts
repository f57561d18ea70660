import type { BareRepository } from './bare-repository.ts';

export type Access = 'none' | 'read' | 'write';

/** Whom a token is of, and what it may do. */
export interface Actor {
  readonly login: string;
  readonly type: 'Bot' | 'User';
  readonly access: { readonly issues: Access; readonly contents: Access; readonly actions: Access };
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: Actor;
  body: string;
}

export interface Pull {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: string };
  readonly base: { readonly sha: string; readonly ref: string };
}

export interface Run {
  readonly id: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  /** `owner/name`: that of a fork, or of the repository itself. */
  readonly headRepository: string;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly run: Run;
  readonly archive: Buffer;
  readonly expired: boolean;
}

/** Everything that the server remembers of its one repository. */
export interface State {
  readonly repository: {
    readonly owner: string;
    readonly name: string;
    readonly id: number;
    readonly defaultBranch: string;
  };
  readonly git: BareRepository;
  readonly tokens: Map<string, Actor>;
  readonly comments: Comment[];
  readonly pulls: Pull[];
  readonly runs: Run[];
  readonly artifacts: Artifact[];
  nextId: number;
}

/** A number for a repository's name: the same name, the same number. */
export function repositoryId(state: State, fullName: string): number {
  const { owner, name, id } = state.repository;
  if (fullName === `${owner}/${name}`) return id;
  return 1_000_000 + [...fullName].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 900_000, 7);
}
