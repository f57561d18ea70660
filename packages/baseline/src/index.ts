export { type BaseCommit, baseCommitOf, type CheckedOut } from './base-commit.ts';
export { type BaselineAnswer, findBaseline, type LadderOptions, SOURCES, type Source } from './ladder.ts';
export { historyFrom, type RecordOptions, recordBaseline } from './record-branch.ts';
export { firstParents } from './walk.ts';
