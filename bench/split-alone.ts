import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSource } from '@gosymbols/bytes';
import { readElf } from '@gosymbols/elf';
import type { DebugCompression } from '../packages/split/src/pair.ts';
import { planDebug } from '../packages/split/src/plan-debug.ts';
import { planStripped } from '../packages/split/src/plan-stripped.ts';
import { recompress } from '../packages/split/src/recompress.ts';
import { assertSplittable } from '../packages/split/src/splittable.ts';
import { writePlanned } from '../packages/split/src/write-file.ts';

/** Plan and write both halves: no proof, no digests, no facts. Prints its own milliseconds, without Node's start. */
const [path = '', out = '', compress = 'none'] = process.argv.slice(2);
const start = performance.now();
const scratch = mkdtempSync(join(tmpdir(), 'gosymbols-bench-'));
try {
  using source = FileSource.open(path);
  const elf = readElf(source);
  assertSplittable(elf);
  const request = { strip: 'all', compress: compress as DebugCompression, debugName: 'app.debug' } as const;
  const debugPlan = planDebug(elf, request, await recompress(elf, request.compress, scratch));
  const { crc32 } = await writePlanned(elf, debugPlan, join(out, 'app.debug'), 0o644);
  await writePlanned(elf, planStripped(elf, request, crc32), join(out, 'app'), 0o755);
} finally {
  rmSync(scratch, { recursive: true });
}
console.log((performance.now() - start).toFixed(1));
