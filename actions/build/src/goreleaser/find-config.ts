import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where GoReleaser looks, in its order (its documentation, "Configuration"). */
export const GORELEASER_FILES: readonly string[] = [
  '.config/goreleaser.yml',
  '.config/goreleaser.yaml',
  '.goreleaser.yml',
  '.goreleaser.yaml',
  'goreleaser.yml',
  'goreleaser.yaml',
];

export function findConfig(cwd: string): string | undefined {
  return GORELEASER_FILES.find((place) => existsSync(join(cwd, place)));
}
