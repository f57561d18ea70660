import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where GoReleaser looks, in its order (its documentation, "Configuration"). */
const PLACES: readonly string[] = [
  '.config/goreleaser.yml',
  '.config/goreleaser.yaml',
  '.goreleaser.yml',
  '.goreleaser.yaml',
  'goreleaser.yml',
  'goreleaser.yaml',
];

export function findConfig(cwd: string): string | undefined {
  return PLACES.find((place) => existsSync(join(cwd, place)));
}
