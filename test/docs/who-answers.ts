import type { Block } from './pages.ts';

/** Linted, and inputs and outputs compared with action.yml: workflows.test.ts. */
export function isWorkflow({ language, text }: Block): boolean {
  return language === 'yaml' && /^ *- .*uses: /ms.test(text);
}

/** Parsed and judged: packages/policy/src/policy-page.test.ts. */
export function isPolicy({ page, language, text }: Block): boolean {
  return page === 'docs/policy.md' && language === 'yaml' && /^version: 1$/m.test(text);
}

interface Answer {
  readonly page: string;
  readonly language: string;
  /** What tells the block from the others of its page; the test picks it by this text. */
  readonly holding: string;
  /** The test that takes the block as it stands. */
  readonly test: string;
}

const PAGES_TEST = 'test/docs/build-pages.test.ts';
const COMMANDS = 'test/docs/commands.test.ts';

/** Blocks that are neither workflow nor policy, and what runs each. */
export const ANSWERS: readonly Answer[] = [
  { page: 'README.md', language: 'sh', holding: 'npm run demo', test: 'test/docs/demo.test.ts' },
  { page: 'README.md', language: 'console', holding: 'All rules hold', test: 'test/docs/demo.test.ts' },
  { page: 'actions/build/README.md', language: 'sh', holding: 'gosymbols build', test: COMMANDS },
  { page: 'actions/verify/README.md', language: 'sh', holding: 'gosymbols verify', test: COMMANDS },
  { page: 'actions/fetch/README.md', language: 'sh', holding: '--binary ./api', test: COMMANDS },
  { page: 'actions/fetch/README.md', language: 'sh', holding: '--section', test: COMMANDS },
  { page: 'actions/fetch/README.md', language: 'text', holding: '<out-dir>/.build-id', test: COMMANDS },
  { page: 'actions/gate/README.md', language: 'sh', holding: 'gosymbols gate', test: COMMANDS },
  { page: 'actions/init/README.md', language: 'sh', holding: 'gosymbols init', test: COMMANDS },
  { page: 'actions/inspect/README.md', language: 'sh', holding: 'gosymbols inspect', test: COMMANDS },
  { page: 'actions/join/README.md', language: 'sh', holding: 'gosymbols join', test: COMMANDS },
  { page: 'actions/pipeline/README.md', language: 'sh', holding: 'gosymbols pipeline', test: COMMANDS },
  { page: 'actions/prune/README.md', language: 'sh', holding: 'gosymbols prune', test: COMMANDS },
  { page: 'actions/publish/README.md', language: 'sh', holding: 'gosymbols publish', test: COMMANDS },
  { page: 'actions/report/README.md', language: 'sh', holding: 'gosymbols report', test: COMMANDS },
  { page: 'actions/split/README.md', language: 'sh', holding: 'gosymbols split', test: COMMANDS },
  { page: 'docs/bazel.md', language: 'sh', holding: 'gosymbols build --tool bazel', test: PAGES_TEST },
  { page: 'docs/bazel.md', language: 'sh', holding: '#!/bin/sh', test: PAGES_TEST },
  { page: 'docs/bazel.md', language: 'sh', holding: 'bazel build --strip=never', test: PAGES_TEST },
  { page: 'docs/bazel.md', language: 'dockerfile', holding: 'COPY', test: PAGES_TEST },
  { page: 'docs/bazel.md', language: 'starlark', holding: 'gosymbols_split = rule', test: PAGES_TEST },
  { page: 'docs/bazel.md', language: 'starlark', holding: 'oci_image(', test: PAGES_TEST },
  { page: 'docs/goreleaser.md', language: 'dockerfile', holding: 'COPY', test: PAGES_TEST },
  { page: 'docs/goreleaser.md', language: 'yaml', holding: 'post: gosymbols', test: PAGES_TEST },
  { page: 'docs/goreleaser.md', language: 'yaml', holding: 'dockers_v2:', test: PAGES_TEST },
  { page: 'docs/goreleaser.md', language: 'sh', holding: 'crane append', test: COMMANDS },
  {
    page: 'docs/provenance.md',
    language: 'sh',
    holding: 'cosign attest-blob',
    test: 'test/provenance/provenance.test.ts',
  },
  {
    page: 'SECURITY.md',
    language: 'sh',
    holding: 'gh attestation verify',
    test: 'test/house/workflows.test.ts',
  },
  { page: 'examples/shop/README.md', language: 'sh', holding: '-selfcheck', test: COMMANDS },
  { page: 'docs/symbol-artifact.md', language: 'json', holding: 'artifactType', test: COMMANDS },
];
