import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the test's own that is gone when it ends: `using folder = scratch()`. */
export function scratch(): { readonly path: string; at(...parts: string[]): string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'gosymbols-test-'));
  return {
    path,
    at: (...parts) => join(path, ...parts),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
